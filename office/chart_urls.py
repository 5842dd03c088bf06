"""The addresses of charts and of templates for notes."""

from django.urls import path

from office.views import chart_amending, chart_templates, chart_writing, charts

PATIENT = "patients/<uuid:patient>/"
CHARTS = PATIENT + "charts/"
CHART = CHARTS + "<uuid:chart>/"
addresses = [
    path(CHARTS, charts.charts, name="charts"),
    path(CHARTS + "new/", chart_writing.beginning, name="chart_beginning"),
    path(PATIENT + "visits/<uuid:appointment>/note/", chart_writing.visit_note, name="visit_note"),
    path(CHART, charts.chart, name="chart"),
    path(CHART + "writing/", chart_writing.writing, name="chart_writing"),
    path(CHART + "writing/kept/", chart_writing.keeping, name="chart_keeping"),
    path(CHART + "signing/", chart_writing.signing, name="chart_signing"),
    path(CHART + "amendment/", chart_amending.amendment, name="chart_amendment"),
    path(CHART + "history/", charts.history, name="chart_history"),
    path(CHART + "paper/", charts.paper, name="chart_paper"),
    path(CHART + "hiding/", charts.hiding, name="chart_hiding"),
    path(CHART + "discarding/", chart_writing.discarding, name="chart_discarding"),
    path(CHART + "template/", chart_templates.as_template, name="chart_as_template"),
    path("chart-templates/", chart_templates.chart_templates, name="chart_templates"),
    path("chart-templates/<uuid:kept>/", chart_templates.chart_template, name="chart_template"),
    path(
        "chart-templates/<uuid:kept>/removal/",
        chart_templates.chart_template_removal,
        name="chart_template_removal",
    ),
]

from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<int:number>/", views.mail, name="mail"),
    path("<int:number>/html/", views.html, name="mail_html"),
    path("<int:number>/attachments/<int:position>/", views.attachment, name="attachment"),
]

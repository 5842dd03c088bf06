from django.contrib.admin.apps import AdminConfig


class AnteroomAdminConfig(AdminConfig):
    default_site = "office.admin_site.ClinicAdmin"

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"

    def ready(self):
        from accounts import once_more
        from office import mail
        from office.once_more import REASONS

        once_more.register(REASONS)
        mail.register()

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "clinic"

    def ready(self):
        from clinic import watching
        from clinic.letterhead import letterhead
        from outbox.composing import register_letterhead

        register_letterhead(letterhead)
        watching.register()

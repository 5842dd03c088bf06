from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "clinic"

    def ready(self):
        from accounts import links
        from clinic import team_mail, watching
        from clinic.inviting import invitation_of
        from clinic.letterhead import letterhead
        from outbox.composing import register_letterhead

        register_letterhead(letterhead)
        watching.register()
        team_mail.register()
        links.register_door("team_invitation", invitation_of)

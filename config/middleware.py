"""Headers that every answer carries, errors and redirects included; and pages that never see a cookie."""


class ResponseHeaders:
    """What SecurityMiddleware and the content security policy do not say."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Who may frame us is said by the content security policy (frame-ancestors); old browsers get the old header.
        if "frame-ancestors 'none'" in response.headers.get(
            "Content-Security-Policy", "frame-ancestors 'none'"
        ):
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response


class FramedWithoutCookies:
    """What stands in a frame on somebody else's page reads no cookie, even if a browser sends one (Settled 9)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/embed/"):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)

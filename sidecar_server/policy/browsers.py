"""The browsers, as data: where each looks for its policies on each system."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser: its folder on Linux, its key on Windows, its preference domain on macOS."""

    name: str
    folder: str
    key: str
    domain: str
    page: str  # shows what arrived


BROWSERS: dict[str, Browser] = {
    "chrome": Browser(
        name="Chrome",
        folder="/etc/opt/chrome/policies/managed",
        key=r"SOFTWARE\Policies\Google\Chrome",
        domain="com.google.Chrome",
        page="chrome://policy",
    ),
    "edge": Browser(
        name="Edge",
        folder="/etc/opt/edge/policies/managed",
        key=r"SOFTWARE\Policies\Microsoft\Edge",
        domain="com.microsoft.Edge",
        page="edge://policy",
    ),
    "chromium": Browser(
        name="Chromium",
        folder="/etc/chromium/policies/managed",
        key=r"SOFTWARE\Policies\Chromium",
        domain="org.chromium.Chromium",
        page="chrome://policy",
    ),
}

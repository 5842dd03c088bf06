"""How large what one presses is: at least 24 px (WCAG 2.2, 2.5.8), patients' primary controls 44 px (design, §6)."""

LEAST, PRIMARY = 24, 44
# What patients press to get on; in the office these are smaller.
_PRIMARY = (
    ".button, .slot, .choice, .row-link, .person-tab, .band-nav a, .phone-bar a, .visit-links a, .brand, summary, "
    "input.control, select.control, textarea.control"
)
_MEASURE = """([primary, least, most]) => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const words = (one) => one.innerText.replace(/\\s+/g, " ").trim();
  // A link in a sentence is as high as its line; the rule excepts it.
  const isInText = (one) => {
    if (one.localName !== "a" || getComputedStyle(one).display !== "inline") return false;
    let block = one.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return words(block).length > words(one).length;
  };
  const controls = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  return [...document.querySelectorAll(controls)]
    .map((one) => (one.matches("[type=radio], [type=checkbox]") && one.closest("label")) || one)
    .filter((one) => seen(one) && !one.closest(".visually-hidden, .skip"))
    .map((one) => [one, one.getBoundingClientRect(), one.matches(primary) ? most : isInText(one) ? 0 : least])
    .filter(([one, { width, height }, wanted]) =>
      width && (height < wanted - 0.5 || width < Math.min(wanted, least) - 0.5))
    .map(([one, { width, height }, wanted]) =>
      `${one.localName}.${one.className} "${words(one).slice(0, 40)}": ` +
      `${width.toFixed(0)} × ${height.toFixed(0)}, wanted ${wanted}`);
}"""


def too_small(page, *, primary: int = PRIMARY) -> list[str]:
    """What on this page is harder to hit than it may be, in words."""
    page.wait_for_load_state("load")
    return page.evaluate(_MEASURE, [_PRIMARY, LEAST, primary])

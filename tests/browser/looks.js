// What axe does not look at: edges of fields and buttons under 3:1 (WCAG 1.4.11), targets under 44 pixels, overflow.
() => {
  const colourOf = (text) => {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    return text.startsWith("color(") ? { red: red * 255, green: green * 255, blue: blue * 255, alpha } : { red, green, blue, alpha };
  };
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ({ red, green, blue }) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((first, second) => first - second);
    return (high + 0.05) / (low + 0.05);
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = colourOf(getComputedStyle(at).backgroundColor);
      if (colour.alpha > 0.99) return colour;
    }
    return { red: 255, green: 255, blue: 255 };
  };
  const isSeen = (element) => element.checkVisibility() && !element.closest(".unseen");
  const fields = "input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea";
  const buttons = "button:not(.plain-button, .plain, .button-plain), .button:not(.button-plain)";
  const controls = [...document.querySelectorAll(`${fields}, ${buttons}`)].filter(isSeen);

  const isFaint = (element) => {
    const style = getComputedStyle(element);
    const around = groundOf(element.parentElement);
    const edge = parseFloat(style.borderTopWidth) > 0 ? contrast(colourOf(style.borderTopColor), around) : 1;
    return Math.max(edge, contrast(groundOf(element), around)) < 3;
  };
  const isSmall = (element) => element.getBoundingClientRect().height < 43.5;
  const complaints = (word, wrong) => controls.filter(wrong).map((element) => `${word}: ${element.outerHTML.slice(0, 120)}`);
  const overflows = document.documentElement.scrollWidth > window.innerWidth ? ["overflows sideways"] : [];
  return [...complaints("faint", isFaint), ...complaints("small", isSmall), ...overflows];
};

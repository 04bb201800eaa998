import theme from "../../../styles/theme.css";

/**
 * Rules that give the board's light and dark theme to a page that does not have it. The page's own
 * pages have it already, with the switch that goes with it.
 */
export function themeRules(): string {
  const [light, dark] = ["rip-light", "rip-dark"].map(declarationsOf);
  return `
    :host { ${light} }
    @media (prefers-color-scheme: dark) { :host { ${dark} } }
    :host([theme="light"]) { ${light} }
    :host([theme="dark"]) { ${dark} }
  `;
}

function declarationsOf(name: string): string {
  const [, after = ""] = theme.split(`name: "${name}"`);
  const declarations = after.slice(0, after.indexOf("}")).split(";");
  return declarations.filter((line) => /^\s*(?:--|color-scheme)/.test(line)).join(";");
}

/** Black or white, whichever is the easier to read on a colour given as "rgb(181, 55, 29)". */
export function inkOn(colour: string): "#000" | "#fff" {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((value) => {
    const share = Number(value) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // At this luminance the two contrasts of WCAG are equal.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

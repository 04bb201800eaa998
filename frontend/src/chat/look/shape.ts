/** A picture of lucide's without its comments, unseen by screen readers. */
export function shapeOf(svg: string): string {
  return svg.slice(svg.indexOf("<svg")).replace("<svg", '<svg aria-hidden="true"');
}

/** What makes an element render: Lit's decorators without those of the standard, which nothing here is built with. */

import type { PropertyDeclaration, ReactiveElement } from "lit";

type Decorator = (element: object, name: string) => void;

/** Somebody else sets it. */
export function property(declaration?: PropertyDeclaration): Decorator {
  return (element, name) => (element.constructor as typeof ReactiveElement).createProperty(name, declaration);
}

/** The element itself sets it. */
export function state(): Decorator {
  return property({ state: true });
}

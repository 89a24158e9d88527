/** Own drawings, 24 by 24: a charge point, and one that charges. */

export const POST =
  "M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v7h1a2 2 0 0 1 2 2v3.5a1 1 0 0 0 2 0V10l-2.5-2.5 1.4-1.4 2.5 2.5c.4.4.6.9.6 1.4v7.500a3 3 0 0 1-6 0V14h-1v7zM7 6v4h6V6z";
export const BOLT = "M11 21v-7H6l7-12v8h5z";

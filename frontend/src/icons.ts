/** Own drawings, 24 by 24: a charge point, and one that charges. */

export const POST =
  "M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v7h1a2 2 0 0 1 2 2v3.5a1 1 0 0 0 2 0V10l-2.5-2.5 1.4-1.4 2.5 2.5c.4.4.6.9.6 1.4v7.500a3 3 0 0 1-6 0V14h-1v7zM7 6v4h6V6z";
export const BOLT = "M11 21v-7H6l7-12v8h5z";
export const SUN =
  "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v3h-2zM11 20h2v3h-2zM1 11h3v2H1zM20 11h3v2h-3zM4.2 5.6l1.4-1.4 2.1 2.1-1.4 1.4zM16.3 17.7l1.4-1.4 2.1 2.1-1.4 1.4zM16.3 6.3l2.1-2.1 1.4 1.4-2.1 2.1zM4.2 18.4l2.1-2.1 1.4 1.4-2.1 2.1z";
export const WALLET =
  "M4 5h14a2 2 0 0 1 2 2v1h-7a2 2 0 0 0-2 2v4a2 2 0 0 0 2 2h7v1a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM13 10h9v4h-9zM16 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z";
export const PLUG = "M9 2h2v5h2V2h2v5h2v4a5 5 0 0 1-4 4.9V22h-2v-6.1A5 5 0 0 1 7 11V7h2z";
export const SAVE =
  "M11 3h2v9l3.5-3.5 1.4 1.4L12 15.8 6.1 9.9l1.4-1.4L11 12zM4 19h16v2H4z";
export const BACK = "M15.4 5.4 14 4l-8 8 8 8 1.4-1.4L8.8 12z";
export const MORE = "M5.4 8 4 9.4l8 8 8-8L18.6 8 12 14.6z";

/** Own drawings, 24 by 24: a plug for a charge point, a bolt for one that charges. */

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
export const CLOSE = "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z";
export const SEARCH =
  "M10 3a7 7 0 1 0 4.2 12.6L19.6 21 21 19.6l-5.4-5.4A7 7 0 0 0 10 3zM10 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10z";
export const PLAY = "M8 5v14l11-7z";
export const STOP = "M7 7h10v10H7z";

/** A text that is handed over as a file, and let go of when the next one is, or by then. */

export class TextFile {
  private url?: string;

  constructor(private readonly type: string) {}

  save(text: string, name: string): void {
    this.forget();
    this.url = URL.createObjectURL(new Blob([text], { type: this.type }));
    const link = document.createElement("a");
    link.href = this.url;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
  }

  forget(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = undefined;
  }
}

/** The shapes that cross a boundary: frames on the wire, messages between page, worker and panel. */
declare namespace Sidecar {
  type Role = "customer" | "agent" | "bot" | "system" | "note";
  type Span = [start: number, end: number];

  /** Any frame of wire version 1; unknown fields are ignored. */
  interface Frame {
    type: string;
    [field: string]: unknown;
  }

  interface Slot {
    name: string;
    span: Span;
    value?: string | null;
  }

  /** One suggestion; `kind` is open. */
  interface Item {
    id: string;
    kind: string;
    text: string;
    why?: string;
    score?: number;
    title?: string | null;
    strategy?: string | null;
    situation?: string | null;
    slots?: Slot[] | null;
    source?: string | null;
    insertable?: boolean;
  }

  interface Cues {
    heat?: number;
    dissatisfaction?: number;
    trend?: number;
    stakes?: "low" | "medium" | "high";
    language?: string;
  }

  interface Suggestions {
    about?: { message?: string; clock?: boolean } | null;
    offset: number;
    cues: Cues | null;
    items: Item[];
  }

  interface Customer {
    name?: string;
    locale?: string;
    country?: string;
    timezone?: string;
  }

  interface Message {
    message: string;
    role: Role;
    text: string;
    sent_at?: string;
    author?: string;
    truncated?: boolean;
  }

  interface Welcome extends Frame {
    epoch?: string | number;
    limits?: { frame_bytes?: number; text_chars?: number; messages?: number };
  }

  type Credential = { token: string } | { code: string };

  /** How the connection stands; `problem` is a key of the texts (`problem_<key>`). */
  interface Status {
    status: "connected" | "connecting" | "offline" | "unpaired";
    problem?: string;
    welcome?: Welcome;
  }

  /** The whole state of the panel. */
  interface View {
    connection: { status: Status["status"]; address: string; problem?: string };
    conversation: null | { id: string; customer: Customer };
    suggestions: null | Suggestions;
  }

  /** What a MessagePort and a wrapped extension port have in common. */
  interface Port {
    postMessage(message: object): void;
    onmessage: ((event: { data: any }) => void) | null;
  }

  interface Clock {
    now(): number;
    random(): number;
    setTimeout(run: () => void, ms: number): unknown;
    clearTimeout(timer: any): void;
  }

  /** Where to read one value: an attribute or the text of an element, cut by a regex. */
  interface Where {
    from?: "attr" | "text" | "url";
    selector?: string;
    attr?: string;
    regex?: string;
  }

  interface DirectionRule {
    is: Role;
    selector?: string;
    closest?: string;
    has?: string;
    attr?: string;
    regex?: string;
  }

  /** A helpdesk as data: what to read where, and which box takes the reply. */
  interface Profile {
    id: string;
    version: number;
    verified: string;
    match: string[];
    conversation: Where;
    customer?: { [K in keyof Customer]?: Where };
    list: string;
    message: string;
    messageId: { attr: string; regex?: string };
    ignore?: string[];
    direction: DirectionRule[];
    carryAuthor?: boolean;
    author?: string;
    text: string;
    textExclude?: string[];
    time?: { selector?: string; attr: string };
    composer: { selector: string; kind: "textarea" | "input" | "rich"; noteMode?: string };
  }

  /** What the page shows now. */
  interface Shown {
    conversation: string;
    customer: Customer;
    ids: string[];
    messages: Message[];
  }

  interface Inserted {
    ok: boolean;
    reason?: string;
  }

  /** What a content script tells the worker: frames of the wire, and `left`, `inserted`. */
  type Emit = (message: Frame) => void;
}

/** The one global of the content scripts; each script adds its part and freezes it again. */
declare var sidecar: Readonly<{
  conversationOf(doc: Document, profile: Sidecar.Profile): string;
  readPage(doc: Document, profile: Sidecar.Profile): Sidecar.Shown | null;
  roleOf(element: Element, rules: Sidecar.DirectionRule[]): Sidecar.Role | "unknown";
  cut(text: string): { text: string; truncated?: true };
  changes(before: Sidecar.Shown | null, now: Sidecar.Shown | null): Sidecar.Frame[];
  watchPage(
    doc: Document,
    profile: Sidecar.Profile,
    emit: Sidecar.Emit,
    onScan: () => void,
  ): { report(): void; stop(): void };
  composerOf(doc: Document, profile: Sidecar.Profile): HTMLElement | null;
  composerText(element: HTMLElement): string;
  joined(before: string, text: string, after: string): { lead: string; tail: string };
  watchCaret(doc: Document, profile: Sidecar.Profile): () => void;
  insertText(
    doc: Document,
    profile: Sidecar.Profile,
    text: string,
    gap?: Sidecar.Span | null,
  ): Promise<Sidecar.Inserted>;
  watchDraft(
    doc: Document,
    profile: Sidecar.Profile,
    emit: Sidecar.Emit,
  ): { check(): void; report(): void; stop(): void };
}>;

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
    situation?: { id: string; score: number }[];
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
    features?: string[];
    limits?: { frame_bytes?: number; text_chars?: number; frames_per_second?: number; messages?: number };
  }

  type Credential = { token: string } | { code: string };

  /** How the connection stands; `problem` is a key of the texts (`problem_<key>`). */
  interface Status {
    status: "connected" | "connecting" | "offline" | "unpaired";
    problem?: string;
    welcome?: Welcome;
  }

  /** How the page in front of the agent is read. */
  interface Reading {
    /** `unknown`: it may be read, but no profile fits; `off`: it was never switched on. */
    state: "reading" | "paused" | "unknown" | "off";
    /** The profile's id, "" where none fits. */
    site: string;
    /** How many messages of the open chat were read. */
    messages: number;
  }

  /** One open chat, in whatever tab. */
  interface Chat {
    id: string;
    name: string;
    tab: number;
    /** Whether it is the one that the panel shows. */
    here: boolean;
    /** When the customer began to wait, in ms since 1970; null where the agent spoke last. */
    waitingSince: number | null;
    heat: number;
    /** Whether lines came that were not shown yet. */
    fresh: boolean;
    /** Why the agent is needed there, in words; "" where they are not, left out where nobody says. */
    why?: string;
  }

  /** What the draft check reports of some words. */
  interface Finding {
    rule: string;
    /** In the draft as it was told, in code points. */
    span: Span;
    text: string;
    advice: string;
    /** What may stand in their place, the best first. */
    replacements: string[];
  }

  /** Somebody who could take the chat over. */
  interface Colleague {
    name: string;
    languages: string[];
    topics: string[];
    shared: string[];
    /** A small picture as a `data:` address. */
    photo?: string | null;
  }

  /** The whole state of the panel. */
  interface View {
    connection: { status: Status["status"]; address: string; problem?: string };
    reading: Reading;
    conversation: null | {
      id: string;
      customer: Customer;
      waitingSince: number | null;
      /** The heat after each of the customer's messages, oldest first, at most 20. */
      heats: number[];
    };
    suggestions: null | Suggestions;
    /** What the draft of the chat shown shows. */
    findings?: Finding[];
    /** All open chats, the one shown among them; the one that needs the agent most comes first. */
    chats: Chat[];
    settings: Settings;
    /** Left out or null as long as the server has said nothing of it. */
    today?: Today | null;
    /** Whether a server is connected that takes lines for the lead. */
    proposes?: boolean;
    /** Whether a server is connected that tells what it read, keeps and sent. */
    receipts?: boolean;
  }

  /** What the server read, holds in memory, keeps on disk and sent out: counts alone. */
  interface Receipt {
    /** Since `since`, in RFC 3339, on this browser's connection. */
    read: { since: string } & Record<"customer" | "desk" | "others" | "drafts" | "searches", number>;
    held: Record<"chats" | "messages" | "remembered", number>;
    kept: Record<"chat_texts" | "usage" | "proposals", number>;
    /** Since the server started: tries to reach other computers, and connections to a team's database. */
    sent: { since: string } & Record<"elsewhere" | "database", number>;
  }

  /** What an agent may choose; a managed value is locked. */
  interface Settings {
    /** Whether plain keys act in the panel. */
    keysOn: boolean;
    /** The plain key of each deed (see `panel/keys.js`); those left out keep their own. */
    keys: { [deed: string]: string };
    /** Whether a small badge stands on a helpdesk's page. */
    badge: boolean;
    /** Whether text with an open slot is held once at the send button or Enter. */
    warnSlots: boolean;
    /** Whether only lines, notes and findings come unasked. */
    quiet?: boolean;
    /** Checks and kinds of suggestions, on or off by name; those left out are on. */
    rules?: { [rule: string]: boolean };
    /** Goes to the server alone, never into a page. */
    card?: Card | null;
  }

  /** What agents tell of themselves, so that a chat may begin with somebody. */
  interface Card {
    name: string;
    years: number;
    expertise: string[];
    languages: string[];
    /** What a customer might mention, and the agent's own sentence about it. */
    facts: { about: string; says: string }[];
    /** A small picture as a data: address, "" for none. */
    photo: string;
    /** Whether colleagues may find them for a handover. */
    match: boolean;
  }

  /** What the server remembers for this agent until they sign off. */
  interface Today {
    shown: number;
    used: number;
    hostile: number;
    thanks: number;
    /** Rules and kinds that are switched off, and those that nobody can switch on. */
    off: string[];
    locked: string[];
  }

  /** A site that the agent, or IT, has switched on. */
  interface Helpdesk {
    /** `https://desk.example.com` */
    origin: string;
    paused: boolean;
    managed: boolean;
    /** Whether the browser lets the extension read it. */
    permitted: boolean;
    /** The id of the profile by which an open page of it is read, "" or left out where none is. */
    site?: string;
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

  /** Where to read one value: an attribute or the text of an element, cut by a regex. Without a selector: of the chat's own element. */
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
    /** A regex for the author's name, the one carried forward where the line has none. */
    author?: string;
  }

  /**
   * A helpdesk as data: what to read where, and which box takes the reply.
   * All of it is looked up in every frame, so frames need no words here.
   */
  interface Profile {
    id: string;
    version: number;
    /** Against what it was checked, for people. */
    verified: string;
    /** Match patterns; an empty list: any site that was switched on, if `list` is found there. */
    match: string[];
    /** The element whose shadow root, open or closed, holds everything; ` >>> ` between nested ones. */
    shadowHost?: string;
    /** Each such element is a chat of its own, where a page holds several at once. */
    chat?: string;
    conversation: Where;
    customer?: { [K in keyof Customer]?: Where };
    list: string;
    message: string;
    /** Left out where messages have no id: content and order tell them apart. */
    messageId?: { attr: string; regex?: string };
    order?: "newest-first";
    /** Elements matched by `message` that are none: templates, decoys. Hidden ones never are. */
    ignore?: string[];
    direction: DirectionRule[];
    /** Lines without an author belong to the author, and are of the role, of the line before. */
    carryAuthor?: boolean;
    /** The page shows the panel itself, as the demo desk does: no badge stands on it. */
    showsPanel?: boolean;
    author?: string;
    /** Where the text stands inside a message; left out: the message itself. */
    text?: string;
    textExclude?: string[];
    time?: { selector?: string; attr: string };
    composer: {
      selector: string;
      kind: "textarea" | "input" | "rich";
      /** What is there only while the box writes a private note. */
      noteMode?: string;
      /** An iframe of the same origin that the box stands in. */
      frame?: string;
      /** The button that sends the reply. */
      send?: string;
    };
  }

  /** Where a chat lies: the page, a shadow root, or one of several chats in a page. */
  type Scope = Document | ShadowRoot | Element;

  /** What the page shows of one chat now. */
  interface Shown {
    conversation: string;
    customer: Customer;
    /** Of the newest two hundred in the page, oldest first. */
    ids: string[];
    /** The newest of them. */
    messages: Message[];
  }

  /** What the server has to hear, and what it knows after that. */
  interface Changes {
    frames: Frame[];
    next: Shown | null;
  }

  interface Inserted {
    ok: boolean;
    reason?: string;
  }

  /** A box's text with one line a block, and the text nodes that it comes from. */
  interface BoxText {
    text: string;
    spots: { node: Text; start: number }[];
  }

  /** Text and selection of a reply box of any kind; offsets are in its text, in UTF-16 units. */
  interface Caret {
    isField(element: Element): element is HTMLTextAreaElement | HTMLInputElement;
    frameOf(element: Element | null): Document | null;
    /** The reply box that has the focus, in whatever frame or shadow root. */
    focusedBox(doc: Document, profile: Profile): HTMLElement | null;
    hasFocus(box: HTMLElement): boolean;
    read(box: HTMLElement): BoxText;
    offsetAt(reading: BoxText, range: Range): number;
    selectionIn(box: HTMLElement): Selection | null;
    selected(box: HTMLElement): Span | null;
    select(box: HTMLElement, start: number, end: number): void;
    /** Whether the agent ever had the caret in this field. */
    wasTouched(field: Element): boolean;
    /** The caret that the agent left in this editor. */
    leftIn(editor: HTMLElement): Range | null;
    /** Attach to the page's document and to that of the reply box's iframe, when it comes. */
    eachDocument(doc: Document, profile: Profile, attach: (doc: Document) => () => void): () => void;
  }

  /** How text gets into a box as if somebody typed it. */
  interface Typing {
    LOOK_AGAIN_MS: number[];
    SETTLE_MS: number;
    closeTyping(editor: HTMLElement): void;
    /** Run this once what was begun before is over. */
    inTurn<Outcome>(run: () => Outcome | Promise<Outcome>): Promise<Outcome>;
    paste(editor: HTMLElement, text: string): boolean;
    pause(ms: number): Promise<unknown>;
    squeezed(text: string): string;
    type(doc: Document, text: string): boolean;
    typeInto(field: HTMLTextAreaElement | HTMLInputElement, text: string): void;
    wake(editor: HTMLElement): void;
  }

  /** Words of the draft that others are to stand in the place of. */
  interface Replacing {
    /** Where they stood in the draft as it was told. */
    span: Span;
    text: string;
    with: string;
  }

  /** A few quiet words beside the reply box. */
  interface Notice {
    ready(doc: Document): void;
    show(box: HTMLElement, words: string): void;
    place(box: HTMLElement): void;
    hide(): void;
    remove(): void;
  }

  /** What a content script tells the worker: frames of the wire, and `reading`, `active`, `left`, `inserted`. */
  type Emit = (message: Frame) => void;
}

/** The one global of the content scripts; each script adds its part and freezes it again. */
declare var sidecar: Readonly<{
  // profile.js
  /** The document and the shadow roots on the way to the chats, as far as they are there. */
  roots(doc: Document, profile: Sidecar.Profile): (Document | ShadowRoot)[];
  scopes(doc: Document, profile: Sidecar.Profile): Sidecar.Scope[];
  fits(doc: Document, profile: Sidecar.Profile): boolean;
  conversationOf(scope: Sidecar.Scope, profile: Sidecar.Profile): string;
  roleOf(
    element: Element,
    rules: Sidecar.DirectionRule[],
    author?: string,
  ): Sidecar.Role | "unknown";
  customerOf(scope: Sidecar.Scope, profile: Sidecar.Profile): Sidecar.Customer;
  /** The shadow root of this element, open or closed. */
  shadowOf(host: Element): ShadowRoot | null;
  /** The regex's groups with "/" between, else its whole match; "" where it matches nothing. */
  part(text: string, regex: string | undefined): string;
  // chat.js
  /** null where no chat is open */
  readChat(scope: Sidecar.Scope, profile: Sidecar.Profile): Sidecar.Shown | null;
  /** The text as the server takes it: at most 4,000 code points. */
  cut(text: string): { text: string; truncated?: true };
  // changes.js
  /** `away`: whether the list is scrolled away from its newest lines. */
  changes(
    before: Sidecar.Shown | null,
    now: Sidecar.Shown | null,
    away?: () => boolean,
  ): Sidecar.Changes;
  aligned(before: Sidecar.Shown | null, now: Sidecar.Shown): Sidecar.Shown;
  sameChat(before: Sidecar.Shown, now: Sidecar.Shown): boolean;
  // reader.js
  watchPage(
    doc: Document,
    profile: Sidecar.Profile,
    emit: Sidecar.Emit,
    onScan: () => void,
  ): {
    report(): void;
    stop(): void;
    /** The chat in front of the agent, and where it lies. */
    active(): { conversation: string; scope: Sidecar.Scope } | null;
    /** Where this chat lies, while it is in the page. */
    scopeOf(conversation: string): Sidecar.Scope | null;
  };
  // caret.js
  caret: Readonly<Sidecar.Caret>;
  composerText(element: HTMLElement): string;
  watchCaret(doc: Document, profile: Sidecar.Profile): () => void;
  // spacing.js
  joined(before: string, text: string, after: string): { lead: string; tail: string };
  goesOn(a: string, b: string): boolean;
  // typing.js
  typing: Readonly<Sidecar.Typing>;
  // composer.js, replace.js
  composerOf(scope: Sidecar.Scope, profile: Sidecar.Profile): HTMLElement | null;
  replaceWords(
    scope: Sidecar.Scope,
    profile: Sidecar.Profile,
    wanted: Sidecar.Replacing,
    meant?: () => boolean,
  ): Promise<Sidecar.Inserted>;
  insertText(
    scope: Sidecar.Scope,
    profile: Sidecar.Profile,
    text: string,
    gap?: Sidecar.Span | null,
    /** Whether the chat that is meant is still there; asked again before every step. */
    meant?: () => boolean,
  ): Promise<Sidecar.Inserted>;
  // notice.js
  notice(doc: Document): Sidecar.Notice;
  // slots.js
  watchSlots(
    doc: Document,
    profile: Sidecar.Profile,
    /** The words of the notice, from the names of what is open. */
    say: (names: string) => string,
  ): {
    /** Texts of open slots, as they stand in the line that was just inserted. */
    add(slots: string[]): void;
    stop(): void;
  };
  // draft.js
  watchDraft(
    doc: Document,
    profile: Sidecar.Profile,
    emit: Sidecar.Emit,
    active: () => { conversation: string; scope: Sidecar.Scope } | null,
  ): {
    check(): void;
    report(): void;
    stop(): void;
    /** The reply of the chat in front as it stands. */
    now(): { conversation: string; text: string };
  };
  // derive.js and pick-*.js
  picking: Sidecar.Picking;
  derive(
    picked: Sidecar.Picked,
  ): { profile: Sidecar.Profile; scope: Sidecar.Scope; sure: boolean } | null;
  /** Where the chat's number stands in an address; null where none looks like one. */
  conversationIn(address: string): Sidecar.Where | null;
  // picker.js
  pick(
    doc: Document,
    texts: (key: string, ...values: (string | number)[]) => string,
    /** Ends it without a profile. */
    signal?: AbortSignal,
  ): Promise<Sidecar.Profile | null>;
  // badge.js
  /** 0 takes it away. */
  showBadge(lines: number, t: (key: string, ...values: (string | number)[]) => string): void;
  // page.js
  running: boolean;
}>;

/** What the scripts of the picker give each other. */
declare namespace Sidecar {
  /** One way to name an element; the heavier, the longer it is likely to stay. */
  interface Token {
    css: string;
    weight: number;
    /** Tokens of one family tell elements apart by their values. */
    family: string;
  }

  /** A message that was pointed at, and those that stand as it does. */
  interface Group {
    element: Element;
    members: Element[];
  }

  interface Label {
    element: Element;
    /** `none`: to be left alone. */
    role: Role | "none";
    /** What exactly was clicked. */
    leaf?: Element;
  }

  /** One of several chats in a page. */
  interface OneChat {
    element: Element;
    css: string;
    conversation: Where;
  }

  /** What the agent showed. */
  interface Picked {
    labels: Label[];
    members: Element[];
    composer: HTMLElement | null;
    noteMode?: string;
    order?: "newest-first" | "oldest-first";
  }

  /** A way to split the messages in two. */
  interface Feature {
    rule: Omit<DirectionRule, "is">;
    /** For each message, whether it holds. */
    on: boolean[];
    weight: number;
    family: string;
    /** What of it may have a meaning. */
    words: string;
  }

  /** The messages, oldest first, with the names of their authors, and what the agent said of some. */
  interface Case {
    members: Element[];
    list: Element;
    labels: Label[];
    names: string[];
  }

  interface Parts {
    author?: string;
    text?: string;
    textExclude?: string[];
    time?: { selector?: string; attr: string };
  }

  interface Read {
    element: Element;
    role: Role | "unknown";
    text: string;
    author: string;
  }

  interface Key {
    key: string;
    label: string;
    act: () => void;
    strong?: boolean;
    /** The role that it gives, for its colour. */
    role?: string;
  }

  /** A step's card: what it says, and the keys that act. */
  interface Face {
    step: string;
    title: string;
    text: string;
    keys: Key[];
    /** Keys under a heading of their own. */
    more?: { label: string; keys: Key[] };
    rows?: { mark: string; role: string; text: string; here: boolean; act: () => void }[];
    counts?: string;
  }

  interface Edges {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }

  interface Box {
    element: Element;
    label: string;
    /** customer, agent, note, bot, unknown, or `aim` for what would be taken. */
    tone: string;
  }

  /** What would be taken, and those that would come with it. */
  interface Aimed extends Group {
    leaf?: Element;
  }

  /** What is to be pointed at. */
  interface AimStep {
    step: string;
    title: string;
    text: string;
    keys: Key[];
    /** What was taken before. */
    known: Box[];
    /** Whether the part may be made wider or narrower. */
    wide: boolean;
    /** Whether keys begin at the last candidate. */
    upwards?: boolean;
    candidates(): Aimed[];
    find(leaf: Element): Aimed | null;
    word(aimed: Aimed): string;
    take(aimed: Aimed): void;
  }

  /** A step on the surface. */
  interface Step {
    begin(): void;
    /** Whether the key was the step's. */
    key(key: string): boolean;
    point(leaf: Element | null, taken: boolean): void;
  }

  type Texts = (key: string, ...values: (string | number)[]) => string;

  interface Surface {
    draw(face: Face): void;
    boxes(list: Box[]): void;
    say(text: string): void;
    /** Whether the page itself takes the pointer. */
    through(open: boolean): void;
    turn(): void;
    /** Stand the card where it hides the least of these. */
    keepOff(elements: Element[]): void;
    at(x: number, y: number): Element | null;
    onPoint: (element: Element | null, taken: boolean) => void;
    onKey: (event: KeyboardEvent) => boolean;
    close(): void;
  }

  interface Picking {
    // pick-names.js
    written(name: string): boolean;
    tokens(element: Element): Token[];
    names(element: Element): string[];
    /** A selector that finds this element alone below the root. */
    nameOf(root: ParentNode, element: Element): string;
    hostsOf(element: Element): string;
    // pick-messages.js
    textOf(element: Element): string;
    seen(element: Element): boolean;
    kin(element: Element): Element[];
    messageOf(leaf: Element): Group;
    common(elements: Element[]): Element | null;
    listOf(members: Element[], not: Element | null): Element | null;
    idOf(members: Element[]): { attr: string; regex?: string } | undefined;
    messageCss(list: Element, listCss: string, picked: Element[], members: Element[]): string;
    /** An element and its ancestors, below the page's own body. */
    upFrom(leaf: Element): Iterable<Element>;
    // pick-groups.js
    rootsOf(root: Document | ShadowRoot): (Document | ShadowRoot)[];
    groupsIn(doc: Document): Group[];
    // pick-parts.js
    isTime(text: string): boolean;
    partsOf(members: Element[], messageCss: string, labels: Label[]): Parts;
    without(element: Element, parts: Parts): string;
    // pick-order.js
    orderOf(
      members: Element[],
      list: Element,
      parts: Parts,
    ): "newest-first" | "oldest-first" | null;
    // pick-features.js
    features(given: Case): Feature[];
    /** Above 0 where a feature's words mean the role, below where they mean another. */
    sense(feature: { words: string }, role: string): number;
    // pick-roles.js
    rulesOf(members: Element[], list: Element, labels: Label[], names: string[]): DirectionRule[];
    // pick-reading.js
    elementsOf(profile: Profile, scope: Scope): Element[];
    reading(profile: Profile, scope: Scope): Read[];
    // pick-chats.js
    chatOf(messages: Element[], composer: Element | null, root: ParentNode): OneChat | null;
    conversationFor(list: Element, root: Document | ShadowRoot, chat: OneChat | null): Where;
    // pick-style.js
    style: string;
    // pick-place.js
    /** The frame element around an element's page, where it may be touched. */
    frameOf(element: Element): Element | null;
    /** The parent, out of a shadow root too. */
    above(element: Element): Element | null;
    /** What can be seen of an element, in this page's window. */
    edges(element: Element, doc: Document): Edges;
    /** How much two share, in square pixels. */
    overlap(a: Edges, b: Edges): number;
    deepest(root: Document | ShadowRoot, x: number, y: number, not: Element): Element | null;
    // pick-surface.js
    surface(doc: Document, texts: Texts): Surface;
    // pick-aim.js
    aim(surface: Surface, texts: Texts, step: AimStep): Step;
    /** The text box at a place, or the only one in it. */
    boxOf(leaf: Element): HTMLElement | null;
    boxesIn(doc: Document): HTMLElement[];
    /** The known message around an element, else what repeats there. */
    found(leaf: Element, members: Element[]): Aimed;
    // pick-preview.js
    preview(
      surface: Surface,
      texts: Texts,
      picked: Picked,
      back: Key[],
      done: (profile: Profile) => void,
    ): Step;
    // pick-mode.js
    /** Look at a reply box now; the function gives what is new there later, "" for nothing. */
    watchMode(composer: Element, not: Element[]): () => string;
    // pick-questions.js
    /** `go` gets a selector of what is there while the box writes a note, "" for none. */
    askMode(
      surface: Surface,
      texts: Texts,
      words: { step: string; title: string; text: string },
      composer: HTMLElement | null,
      members: Element[],
      go: (noteMode: string) => void,
    ): Step;
    askOrder(
      surface: Surface,
      texts: Texts,
      face: Face,
      elements: Element[],
      go: (order: "newest-first" | "oldest-first") => void,
    ): Step;
  }
}

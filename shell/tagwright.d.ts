// Types of <tagwright-editor>. Task, annotation, prediction and result are Label Studio's JSON, as it is.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface ResultItem {
  id?: string;
  type: string;
  from_name: string;
  to_name: string;
  value: { [key: string]: Json };
  [key: string]: Json | undefined;
}

export interface Annotation {
  id?: number | string;
  result: ResultItem[];
  [key: string]: unknown;
}

export interface Task {
  id?: number | string;
  data: { [key: string]: Json };
  annotations?: Annotation[];
  predictions?: Annotation[];
  [key: string]: unknown;
}

export interface OpenRequest {
  /** Labeling config, XML. */
  config: string;
  task: Task;
  /** The annotation to go on with: its id, or itself. Default: a new one. */
  annotation?: number | Annotation | ResultItem[];
  predictions?: Annotation[];
  user?: { id?: number | string; email?: string; firstName?: string; lastName?: string };
  settings?: { [name: string]: Json };
  readonly?: boolean;
}

/** What promises are rejected with, and what sync calls throw. */
export interface EditorError extends Error {
  /** Stable, kebab-case: "xml-syntax", "image-fetch", "closed", "not-ready", "no-webgl2", ... */
  code: string;
  where?: { file?: string; line?: number; column?: number; pointer?: string };
}

/** CSS pixels of the page. */
export interface PageRect { x: number; y: number; width: number; height: number }

export type Locate =
  | { region: string }
  | { object: string; x_pct: number; y_pct: number }
  | { object: string; start_utf16: number; end_utf16: number }
  | { object: string; time_s: number }
  | { object: string; time: number }
  | { widget: string; role?: string };

export interface Action { id: string; title: string; hotkey: string; enabled: boolean }

export interface Inspection {
  /** "loading", "projects", "tasks", "labeling", "closed", ... */
  page: string;
  /** "none", "saved", "saving", "failed". */
  save?: string;
  zoom?: number;
  pan?: { x: number; y: number };
  tool?: string;
  regions?: number;
  selected?: string[];
  widgets: { role: string; name: string; rect: PageRect; value?: string; checked?: boolean; disabled?: boolean; expanded?: boolean }[];
  frames: { drawn: number; cpu_ms_p50: number; cpu_ms_p99: number };
  memory: { wasm_mb: number; textures_mb: number };
}

export interface EditorEvents {
  /** The first frame was presented. */
  ready: CustomEvent<Record<string, never>>;
  /** While it starts: steps done (program, assets, first instance). */
  progress: CustomEvent<{ loaded: number; total: number }>;
  change: CustomEvent<{ [key: string]: Json }>;
  draft: CustomEvent<{ [key: string]: Json }>;
  submit: CustomEvent<{ [key: string]: Json }>;
  update: CustomEvent<{ [key: string]: Json }>;
  skip: CustomEvent<{ [key: string]: Json }>;
  unskip: CustomEvent<{ [key: string]: Json }>;
  select: CustomEvent<{ [key: string]: Json }>;
  error: CustomEvent<{ code: string; message: string }>;
  /** Each drawn frame; costs nothing while nobody listens. */
  frame: CustomEvent<{ n: number; cpu_ms: number }>;
}

/**
 * Attributes: `lang` ("en", "zh-CN"; default: the browser's), `theme` ("light", "dark", "auto"), `readonly`, `panels`
 * (names separated by spaces; default: all), `server` (address of a companion server), `storage` ("none" keeps nothing,
 * the default; "local" keeps work in this browser). `storage` is read once, when the element is connected.
 */
export declare class TagwrightEditor extends HTMLElement {
  /** Resolved after the frame that shows the task was presented. */
  open(request: OpenRequest): Promise<void>;
  /** What Submit would send now. */
  result(): ResultItem[];
  annotations(): Annotation[];
  /** Runs an action of the studio by id, as menus and hotkeys do; false when it is unknown or refused. */
  run(action: string, argument?: Json): Promise<boolean>;
  actions(): Action[];
  /** Where a thing is on the page; empty when it is not on screen. */
  locate(what: Locate): PageRect[];
  inspect(): Inspection;
  /** Frees everything: heap, WebGL context, listeners, workers. The element cannot be opened again. */
  close(): void;
  addEventListener<K extends keyof EditorEvents>(type: K, listener: (event: EditorEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap { 'tagwright-editor': TagwrightEditor }
}

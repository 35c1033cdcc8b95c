// Generated from the Python models by `npm run protocol`. Do not edit.
import type { IconName } from "./content.gen";
import type { UserMessageContent } from "./threads.gen";

/**
 * The accent colour, any CSS colour, and how widely it is used.
 */
export interface AccentOptions {
  primary: string;
  level: 0 | 1 | 2 | 3;
}
/**
 * What may be attached to a message: the limits are those of ``AttachmentLimits``.
 */
export interface AttachmentOptions {
  enabled: boolean;
  maxSize:
    | number
    | {
        [k: string]: number;
      };
  maxCount: number;
  accept?: {
    [k: string]: string[];
  };
}
/**
 * The options as a view gets them: what depends on the server is settled, and its model is named.
 */
export interface ChatOptions {
  theme: ThemeOptions;
  header: HeaderOptions;
  history: ViewHistoryOptions;
  startScreen: StartScreenOptions;
  composer: ViewComposerOptions;
  disclaimer?: DisclaimerOptions;
  threadItemActions: ThreadItemActionsOptions;
  thread: ThreadOptions;
  frameTitle?: string;
  allowedImageDomains: string[];
  height: number | string;
  modelName?: string;
}
/**
 * How the chat looks; ``"auto"`` follows the notebook's theme.
 */
export interface ThemeOptions {
  colorScheme: "auto" | "light" | "dark";
  typography?: TypographyOptions;
  radius: "pill" | "round" | "soft" | "sharp";
  density: "compact" | "normal" | "spacious";
  color?: ColorOptions;
}
/**
 * Fonts: ``base_size`` in pixels, families as CSS lists.
 */
export interface TypographyOptions {
  baseSize?: number;
  fontFamily?: string;
  fontFamilyMono?: string;
}
/**
 * Colours that differ from the theme's own.
 */
export interface ColorOptions {
  grayscale?: GrayscaleOptions;
  accent?: AccentOptions;
  surface?: SurfaceOptions;
}
/**
 * The tint of all grays: its ``hue`` in degrees, and how strong it is, from 0 to 9.
 */
export interface GrayscaleOptions {
  hue: number;
  tint: number;
}
/**
 * What the chat is drawn on, any CSS colours: ``background``, and ``foreground`` for what is raised from it.
 */
export interface SurfaceOptions {
  background: string;
  foreground: string;
}
/**
 * The bar on top.
 */
export interface HeaderOptions {
  enabled: boolean;
  title: TitleOptions;
}
/**
 * The title in the header: ``text``, else the thread's own.
 */
export interface TitleOptions {
  enabled: boolean;
  text?: string;
}
/**
 * It is settled whether the server's store can search.
 */
export interface ViewHistoryOptions {
  enabled: boolean;
  showDelete: boolean;
  showRename: boolean;
  search: boolean;
}
/**
 * What an empty thread shows. A prompt may be given as a plain string.
 */
export interface StartScreenOptions {
  greeting?: string;
  prompts: StartPrompt[];
}
/**
 * One suggestion on the start screen; picking it sends ``prompt``.
 */
export interface StartPrompt {
  label?: string;
  prompt: string | UserMessageContent[];
  icon?: IconName;
}
/**
 * It is settled what may be attached.
 */
export interface ViewComposerOptions {
  placeholder?: string;
  attachments: AttachmentOptions;
}
/**
 * Small Markdown text below the composer.
 */
export interface DisclaimerOptions {
  text: string;
  highContrast: boolean;
}
/**
 * Buttons below a finished answer.
 */
export interface ThreadItemActionsOptions {
  feedback: boolean;
  retry: boolean;
}
/**
 * How the thread scrolls.
 */
export interface ThreadOptions {
  autoScroll: boolean;
}
export const DEFAULT_OPTIONS = {
  "theme": {
    "colorScheme": "auto",
    "radius": "pill",
    "density": "normal"
  },
  "header": {
    "enabled": true,
    "title": {
      "enabled": true
    }
  },
  "history": {
    "enabled": true,
    "showDelete": true,
    "showRename": true,
    "search": false
  },
  "startScreen": {
    "prompts": []
  },
  "composer": {
    "attachments": {
      "enabled": false,
      "maxSize": 104857600,
      "maxCount": 10
    }
  },
  "threadItemActions": {
    "feedback": false,
    "retry": false
  },
  "thread": {
    "autoScroll": false
  },
  "allowedImageDomains": [],
  "height": 560
} satisfies ChatOptions;

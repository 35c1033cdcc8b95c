// Generated from the Python models by `npm run protocol`. Do not edit.
import type { IconName } from "./content.gen";
import type { UserMessageContent } from "./threads.gen";

/**
 * The accent.
 */
export interface AccentOptions {
  /**
   * The colour, any of CSS.
   */
  primary: string;
  /**
   * How widely it is used.
   */
  level: 0 | 1 | 2 | 3;
}
/**
 * What may be attached to a message: the limits are those of ``AttachmentLimits``.
 */
export interface AttachmentOptions {
  /**
   * Whether anything may be attached.
   */
  enabled: boolean;
  /**
   * The most bytes of a file; or a dict of them by MIME type.
   */
  maxSize:
    | number
    | {
        [k: string]: number;
      };
  /**
   * The most files of a message.
   */
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
  /**
   * Pictures of these domains and their subdomains load without a click.
   */
  allowedImageDomains: string[];
  /**
   * The height in pixels from 200, or a CSS length such as "60vh".
   */
  height: number | string;
  modelName?: string;
}
/**
 * How the chat looks; "light" or "dark" will do.
 */
export interface ThemeOptions {
  /**
   * Light or dark; by default as the notebook is.
   */
  colorScheme: "auto" | "light" | "dark";
  typography?: TypographyOptions;
  /**
   * How round corners are.
   */
  radius: "pill" | "round" | "soft" | "sharp";
  /**
   * How much room things have.
   */
  density: "compact" | "normal" | "spacious";
  color?: ColorOptions;
}
/**
 * Fonts.
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
 * The tint of all grays.
 */
export interface GrayscaleOptions {
  /**
   * Its hue in degrees.
   */
  hue: number;
  /**
   * How strong it is.
   */
  tint: number;
}
/**
 * What the chat is drawn on.
 */
export interface SurfaceOptions {
  /**
   * Its colour, any of CSS.
   */
  background: string;
  /**
   * The colour of what is raised from it.
   */
  foreground: string;
}
/**
 * The bar on top.
 */
export interface HeaderOptions {
  /**
   * Whether there is one.
   */
  enabled: boolean;
  title: TitleOptions;
}
/**
 * The title in it.
 */
export interface TitleOptions {
  /**
   * Whether there is one.
   */
  enabled: boolean;
  text?: string;
}
/**
 * It is settled whether the server's store can search.
 */
export interface ViewHistoryOptions {
  /**
   * Whether it can be opened.
   */
  enabled: boolean;
  /**
   * Whether threads can be deleted there.
   */
  showDelete: boolean;
  /**
   * Whether threads can be renamed there.
   */
  showRename: boolean;
  search: boolean;
}
/**
 * What an empty thread shows.
 */
export interface StartScreenOptions {
  greeting?: string;
  /**
   * Suggestions; each may be a str.
   */
  prompts: StartPrompt[];
}
/**
 * One suggestion on the start screen.
 */
export interface StartPrompt {
  label?: string;
  /**
   * What is sent when it is picked.
   */
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
 * Small text below the composer.
 */
export interface DisclaimerOptions {
  /**
   * What it says, in Markdown.
   */
  text: string;
  /**
   * Whether it stands out.
   */
  highContrast: boolean;
}
/**
 * Buttons below a finished answer.
 */
export interface ThreadItemActionsOptions {
  /**
   * Whether there are thumbs.
   */
  feedback: boolean;
  /**
   * Whether it can be made again.
   */
  retry: boolean;
}
/**
 * How the thread scrolls.
 */
export interface ThreadOptions {
  /**
   * Whether it follows an answer as it grows.
   */
  autoScroll: boolean;
}
/**
 * How the chat looks.
 */
export interface ThemeOptions1 {
  /**
   * Light or dark; by default as the notebook is.
   */
  colorScheme: "auto" | "light" | "dark";
  typography?: TypographyOptions;
  /**
   * How round corners are.
   */
  radius: "pill" | "round" | "soft" | "sharp";
  /**
   * How much room things have.
   */
  density: "compact" | "normal" | "spacious";
  color?: ColorOptions;
}
/**
 * The title in the header.
 */
export interface TitleOptions1 {
  /**
   * Whether there is one.
   */
  enabled: boolean;
  text?: string;
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

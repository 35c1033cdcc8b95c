import { words } from "../../locales";
import { asList, asObject, asText } from "../../protocol/shape";
import type { Task } from "../../protocol/wire.gen";
import { AttachmentList } from "../attachments/attachment-list";
import { hasIcon, Icon } from "../primitives/icon";
import { brief } from "../prose/brief";
import { FoldedText } from "../prose/long-text";
import { Markdown } from "../prose/markdown";
import { Traceback } from "../prose/traceback";
import { SourceLine } from "./sources";
import { type StepContent, stepContent } from "./step-content";

/** The one line that names a task. */
export function taskTitle(task: Task): string {
  const title = asText(task.title, "title");
  if (title !== "") return brief(title);
  switch (task.type) {
    case "web_search":
      return brief(asText(task.title_query, "title_query")) || words.searchedWeb;
    case "thought":
      return words.thought;
    case "file":
      return words.files;
    case "image":
      return words.image;
    default:
      return "";
  }
}

/** The icon that stands for a task's kind. */
export function taskIcon(task: Task): string {
  switch (task.type) {
    case "web_search":
      return "globe";
    case "thought":
      return "brain";
    case "file":
      return "document";
    case "image":
      return "image";
    default:
      return hasIcon(task.icon) ? task.icon : "sparkle";
  }
}

/** What a task has to show below its title. */
export function TaskBody({ task, open }: { task: Task; open: boolean }) {
  switch (task.type) {
    case "custom":
      return <CustomBody {...stepContent(task, asText(task.content, "content"))} open={open} />;
    case "thought": {
      const content = asText(task.content, "content");
      return content === "" ? null : <Markdown text={content} open={open} />;
    }
    case "web_search":
      return (
        <>
          <Queries queries={asList(task.queries ?? [], "queries")} />
          <SourceList sources={asList(task.sources ?? [], "sources")} />
        </>
      );
    case "file":
      return <SourceList sources={asList(task.sources ?? [], "sources")} />;
    default:
      return null;
  }
}

function CustomBody({ text, attachments, failure, open }: StepContent & { open: boolean }) {
  return (
    <>
      {failure !== null && (
        <p class="step-failure" dir="auto">
          <FoldedText text={failure.message} />
        </p>
      )}
      {text !== "" && <Markdown text={text} open={open} />}
      {attachments.length > 0 && (
        <div class="step-files">
          <AttachmentList attachments={attachments} label={words.toolFiles} />
        </div>
      )}
      {failure !== null && <Traceback text={failure.traceback} />}
    </>
  );
}

function Queries({ queries }: { queries: readonly string[] }) {
  if (queries.length === 0) return null;
  return (
    <ul class="queries">
      {queries.map((query, index) => (
        <li key={index} dir="auto">
          <FoldedText text={asText(query, "query")} />
        </li>
      ))}
    </ul>
  );
}

function SourceList({ sources }: { sources: readonly Parameters<typeof SourceLine>[0]["source"][] }) {
  if (sources.length === 0) return null;
  return (
    <ul class="source-list">
      {sources.map((source, index) => (
        <li key={index}>
          <SourceLine source={source} />
        </li>
      ))}
    </ul>
  );
}

/** A task that stands by itself in a turn. */
export function TaskRow({ task: given }: { task: Task }) {
  const task = asObject(given, "task");
  return (
    <div class="task-row">
      <div class="task-head">
        <Icon name={taskIcon(task)} />
        <span dir="auto">{taskTitle(task)}</span>
      </div>
      <div class="task-body">
        <TaskBody task={task} open={false} />
      </div>
    </div>
  );
}

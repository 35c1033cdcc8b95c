import type { Task, Workflow } from "../../protocol/wire.gen";
import { Disclosure } from "../primitives/disclosure";
import { hasIcon, Icon } from "../primitives/icon";
import { durationWords, words } from "../words";
import { TaskBody, taskIcon, taskTitle } from "./task";

interface WorkflowProps {
  workflow: Workflow;
  streaming: boolean;
}

function summaryOf({ type, summary, tasks }: Workflow, streaming: boolean): string {
  if (summary !== undefined && "title" in summary) return summary.title;
  const thinks = type === "reasoning";
  if (streaming) {
    const current = tasks.findLast((task) => taskTitle(task) !== "");
    const title = current === undefined || thinks ? "" : taskTitle(current);
    return title === "" ? (thinks ? words.thinking : words.working) : title;
  }
  if (summary === undefined || summary.duration < 1) return thinks ? words.thought : words.worked;
  const duration = durationWords(summary.duration);
  return thinks ? words.thoughtFor(duration) : words.workedFor(duration);
}

function iconOf({ type, summary, tasks }: Workflow, streaming: boolean): string {
  if (summary !== undefined && "title" in summary && hasIcon(summary.icon)) return summary.icon;
  const current = tasks.at(-1);
  if (streaming && type !== "reasoning" && current !== undefined) return taskIcon(current);
  return type === "reasoning" ? "brain" : "sparkle";
}

/** How far a step is; a step without a state shows its own icon, if it has one. */
function StepMark({ task, going }: { task: Task; going: boolean }) {
  if (going) return <span class="spinner" aria-hidden="true" />;
  if (task.status_indicator === "complete") return <Icon name="check" />;
  const own = task.type === "custom" && hasIcon(task.icon) ? task.icon : "dot";
  return <Icon name={own} />;
}

/** Steps taken before an answer, folded into one line. */
export function WorkflowView({ workflow, streaming }: WorkflowProps) {
  const summary = summaryOf(workflow, streaming);
  const icon = iconOf(workflow, streaming);
  if (workflow.tasks.length === 0) {
    return (
      <div class="work-line">
        <Icon name={icon} />
        <span class={streaming ? "shimmer" : undefined}>{summary}</span>
      </div>
    );
  }
  return (
    <Disclosure summary={summary} icon={icon} expanded={workflow.expanded} live={streaming}>
      <ol class="timeline">
        {workflow.tasks.map((task, index) => {
          const going = streaming && task.status_indicator === "loading";
          const title = taskTitle(task);
          const bare = workflow.type === "reasoning" && task.type === "thought" && task.title === undefined;
          return (
            <li key={index} data-state={task.status_indicator}>
              <StepMark task={task} going={going} />
              {!bare && title !== "" && (
                <span class={going ? "task-title shimmer" : "task-title"} dir="auto">
                  {title}
                </span>
              )}
              <TaskBody task={task} open={streaming} />
            </li>
          );
        })}
      </ol>
    </Disclosure>
  );
}

import { words } from "../../locales";
import { isObject } from "../../protocol/guards";
import { asList, asObject, textIn } from "../../protocol/shape";
import type { Task, Workflow } from "../../protocol/wire.gen";
import { Boundary } from "../boundary";
import { Disclosure } from "../primitives/disclosure";
import { hasIcon, Icon } from "../primitives/icon";
import { brief } from "../prose/brief";
import { isFailed } from "./step-content";
import { TaskBody, taskIcon, taskTitle } from "./task";

interface WorkflowProps {
  workflow: Workflow;
  streaming: boolean;
}

/** What of the summary can be read; another shape counts as none. */
function summaryIn({ summary }: Workflow): { title: string; icon: string; duration: number } {
  const { title, icon, duration } = isObject(summary)
    ? summary
    : { title: undefined, icon: undefined, duration: undefined };
  return { title: textIn(title), icon: textIn(icon), duration: typeof duration === "number" ? duration : 0 };
}

function summaryOf(workflow: Workflow, streaming: boolean): string {
  const { type } = workflow;
  const { title: own, duration } = summaryIn(workflow);
  if (own !== "") return brief(own);
  const thinks = type === "reasoning";
  if (streaming) {
    const titled = workflow.tasks.findLast((task) => titleIn(task) !== "");
    const title = titled === undefined || thinks ? "" : titleIn(titled);
    return title === "" ? (thinks ? words.thinking : words.working) : title;
  }
  if (!(duration >= 1)) return thinks ? words.thought : words.worked;
  return thinks ? words.thoughtFor(duration) : words.workedFor(duration);
}

/** The title of a step for the line above all steps; the step itself says what is wrong with it. */
function titleIn(task: Task): string {
  return isObject(task) && typeof (task.title ?? "") === "string" ? taskTitle(task) : "";
}

function iconOf(workflow: Workflow, streaming: boolean): string {
  const { type } = workflow;
  const { icon } = summaryIn(workflow);
  if (hasIcon(icon)) return icon;
  const current = workflow.tasks.at(-1);
  if (streaming && type !== "reasoning" && isObject(current)) return taskIcon(current);
  return type === "reasoning" ? "brain" : "sparkle";
}

/** How far a step is; a step without a state shows its own icon, if it has one. */
function StepMark({ task, going }: { task: Task; going: boolean }) {
  if (isFailed(task))
    return (
      <>
        <Icon name="circle-x" class="is-failed" />
        <span class="for-readers">{words.failed}</span>
      </>
    );
  if (going) return <span class="spinner" aria-hidden="true" />;
  if (task.status_indicator === "complete") return <Icon name="check" />;
  const own = task.type === "custom" && hasIcon(task.icon) ? task.icon : "dot";
  return <Icon name={own} />;
}

function Step({ task: given, streaming, thinks }: { task: Task; streaming: boolean; thinks: boolean }) {
  const task = asObject(given, "task");
  const going = streaming && task.status_indicator === "loading";
  const title = taskTitle(task);
  const bare = thinks && task.type === "thought" && task.title === undefined;
  return (
    <>
      <StepMark task={task} going={going} />
      {!bare && title !== "" && (
        <span class={going ? "task-title shimmer" : "task-title"} dir="auto">
          {title}
        </span>
      )}
      <Boundary part="step" from={[task]}>
        <TaskBody task={task} open={streaming} />
      </Boundary>
    </>
  );
}

/** The folded steps, where some of them failed: that must not be folded away. */
function Failing({ summary, count }: { summary: string; count: number }) {
  return (
    <>
      {summary} · <span class="is-failed">{words.stepsFailed(count)}</span>
    </>
  );
}

/** Steps taken before an answer, folded into one line. */
export function WorkflowView({ workflow: given, streaming }: WorkflowProps) {
  const workflow = { ...asObject(given, "workflow"), tasks: [...asList(given.tasks ?? [], "tasks")] };
  const summary = summaryOf(workflow, streaming);
  const icon = iconOf(workflow, streaming);
  const failed = workflow.tasks.filter(isFailed).length;
  if (workflow.tasks.length === 0) {
    return (
      <div class="work-line">
        <Icon name={icon} />
        <span class={streaming ? "shimmer" : undefined}>{summary}</span>
      </div>
    );
  }
  return (
    <Disclosure
      summary={failed === 0 ? summary : <Failing summary={summary} count={failed} />}
      icon={failed === 0 ? icon : "circle-x"}
      expanded={workflow.expanded === true}
      live={streaming}
    >
      <ol class="timeline">
        {workflow.tasks.map((task, index) => (
          <li key={index} data-state={textIn(task?.status_indicator)}>
            <Boundary part="step" from={[task]}>
              <Step task={task} streaming={streaming} thinks={workflow.type === "reasoning"} />
            </Boundary>
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

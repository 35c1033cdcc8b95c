"""Everything that the kernel says in the chat, in English. What can be counted or named is a method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chatkit_notebook.locales.en_runs import RunTexts
from chatkit_notebook.locales.en_stores import StoreTexts
from chatkit_notebook.locales.en_transcripts import TranscriptTexts
from chatkit_notebook.locales.en_values import ValueTexts
from chatkit_notebook.locales.english import counted, kind_of_file, readable_size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KINDS = {
    "string_type": "a str",
    "string_sub_type": "a str",
    "string_unicode": "text without halves of characters",
    "bytes_type": "bytes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "True or False",
    "bool_parsing": "True or False",
    "none_required": "None",
    "list_type": "a list",
    "tuple_type": "a tuple",
    "set_type": "a set",
    "iterable_type": "something to iterate over",
    "dict_type": "a dict",
    "mapping_type": "a dict",
    "model_type": "a dict",
    "model_attributes_type": "a dict",
    "dataclass_type": "a dict",
    "arguments_type": "a dict",
    "datetime_type": "a time",
    "datetime_parsing": "a time",
    "datetime_from_date_parsing": "a time",
    "datetime_object_invalid": "a time",
    "date_parsing": "a date",
    "url_type": "an address (URL)",
    "url_parsing": "an address (URL)",
    "url_syntax_violation": "an address (URL)",
    "json_invalid": "JSON",
    "json_type": "JSON",
}


class Texts(RunTexts, StoreTexts, TranscriptTexts, ValueTexts, Protocol):
    """What a locale has: these names with texts of its own, in a class or a module. A missing one is a type error."""

    # --- functions of the user's

    something_wrong = "Something went wrong"
    event_lost = "The server sent an event that can't be shown"
    titles_failed = "The function for titles failed"
    widget_failed = "A widget could not be shown"
    chat_closed = "This chat is closed. Make a new one, such as by running its cell again."
    interrupted = "The kernel was interrupted."

    def not_an_event(self, kind: str, *, is_widget: bool) -> str:
        if is_widget:
            return f"A {kind} is a widget: yield what stream_widget(thread, widget) yields."
        return f"{kind} is the type of an item: yield ThreadItemDoneEvent(item=...) with it."

    def client_tool_missing(self, name: str) -> str:
        return f"Client tool {name} is missing"

    def client_tool_unanswered(self, name: str) -> str:
        return f"Nothing answers the client tool {name!r}. Add a function with @chat.client_tool({name!r})."

    def client_tool_stopped(self, name: str) -> str:
        return f"The user stopped {name} before it was done."

    def items_from_elsewhere(self, count: int) -> str:
        were = "was" if count == 1 else "were"
        return f"{counted(count, 'item')} {were} added to this chat from another notebook or process."

    def client_tool_failed(self, name: str) -> str:
        return f"Client tool {name} failed"

    def result_not_json(self, name: str, reason: str) -> str:
        return f"{name}() returned something that is not JSON: {reason}. Return strings, numbers, lists or dicts."

    def effect_failed(self, name: str) -> str:
        return f"The function for the effect {name} failed"

    def listener_failed(self, name: str, event: str) -> str:
        return f"The listener {name} of {event} failed"

    def action_unhandled(self, name: str) -> str:
        return f'Nothing handles the action {name!r}. Add a function with @chat.on_action("{name}") and try again.'

    def action_alone(self, name: str) -> str:
        return (
            f"The action {name!r} was sent, but the widget is shown without a chat that would answer it. "
            "Show it in one with chat.show(widget)."
        )

    # --- fields of forms whose values don't fit the function of their action

    field_empty = "Fill in this field."
    field_whole_number = "Enter a whole number."
    field_number = "Enter a number."
    field_date = "Enter a date."
    field_time = "Enter a date and a time."
    field_boolean = "Must be yes or no."

    def field_choices(self, choices: str) -> str:
        return f"Choose {choices}."

    def field_rule(self, rule: str) -> str:
        return f"Must {rule}."

    # --- threads

    def thread_not_opened(self, thread_id: str) -> str:
        return f"The thread {thread_id} could not be opened"

    # --- exceptions

    def raised_in(self, error: str, function: str) -> str:
        return f"{error} in {function}()"

    def message_unreadable(self, error: str) -> str:
        return f"(its message can't be read: {error})"

    def characters_left_out(self, count: int) -> str:
        return f"… {counted(count, 'character')} left out …"

    # --- steps of tools

    tool = "Tool"
    apply_patch = "Apply patch"
    code = "Code"
    computer = "Computer"
    local_shell = "Local shell"
    shell = "Shell"
    arguments = "Arguments"
    result = "Result"

    def more_characters(self, count: int) -> str:
        return f"… {counted(count, 'more character')}"

    def attachment_unread(self, name: str) -> str:
        return f"{name} could not be read for the model"

    def tool_file_lost(self, name: str) -> str:
        return f"{name}, which a tool returned, could not be kept"

    def file_not_kept(self, file: str) -> str:
        return f"{file}: shown to the model, and not kept"

    def searched_files(self, queries: Sequence[str]) -> str:
        return f"Searched files: {', '.join(queries)}" if queries else "Searched files"

    def handed_over(self, agent: str) -> str:
        return f"Handed over to {agent}"

    # --- approvals

    approval_needed = "Approval needed"
    approved = "Approved"
    rejected = "Rejected"
    not_approved = "Not approved"
    approve = "Approve"
    reject = "Reject"
    asked_to_call = "{agent} asked to call {tool}"
    """Both names stand in it once, in any order: each becomes a component of its own."""
    empty = "(empty)"
    already_decided = "This call has already been decided."
    approval_gone = (
        "This approval is no longer open: the run that asked for it has ended, as it does when the kernel is "
        "restarted. Send the message again, and you will be asked anew."
    )
    approval_forged = "Nothing was approved or rejected: this card only looks like an approval of the chat's own."
    approval_changed = (
        "Nothing was decided: the card has been changed since it asked. Send the message again to be asked anew."
    )

    def approval_without_card(self, action: str) -> str:
        return f"The action {action!r} needs the card of an approval: pass its item_id."

    def approval_of_another(self, asked: str, sent: object) -> str:
        return f"This card asks about {asked!r}, not about {sent!r}: nothing was decided."

    def run_cannot_go_on(self, reason: object) -> str:
        return f"The run cannot go on: {reason}"

    # --- attachments

    def type_refused(self, name: str, mime_type: str, accept: Mapping[str, Sequence[str]]) -> str:
        nouns = list(dict.fromkeys(kind_of_file(pattern, extensions) for pattern, extensions in accept.items()))
        listed = " and ".join(filter(None, [", ".join(nouns[:-1]), nouns[-1]]))
        written = dict.fromkeys(each for pattern, those in accept.items() for each in those or (pattern,))
        return f"{name!r} is of the type {mime_type}, and only {listed} may be attached ({', '.join(written)})."

    def size_impossible(self, name: str, size: int) -> str:
        return f"{name!r} has {size:,} bytes, which no file has."

    def too_large(self, name: str, size: int, most: int) -> str:
        has, may = readable_size(size), readable_size(most)
        if has == may:
            has, may = f"{size:,} bytes", f"{most:,} bytes"
        return f"{name!r} has {has} and at most {may} may be attached: choose a smaller file."

    def too_many_attachments(self, count: int, most: int) -> str:
        return (
            f"A message may have at most {counted(most, 'file')}, and this one has {count:,}: send the others with "
            "the next."
        )

    def uploads_crowded(self, count: int, size: int | None) -> str:
        crowd = f"{counted(count, 'file')}{'' if size is None else f' of {readable_size(size)}'}"
        are = "is" if count == 1 else "are"
        return f"{crowd} {are} already being uploaded: wait until some are done, then attach it again."

    def more_than_announced(self, name: str, size: int) -> str:
        return f"{name!r} has more than the {counted(size, 'byte')} that were announced: it was not attached."

    def wrong_picture(self, name: str, found: str | None, announced: str) -> str:
        is_what = "is not a picture" if found is None else f"is of the type {found}"
        return f"{name!r} {is_what}, and should be {announced}: it was not attached."

    def no_upload_address(self, name: str) -> str:
        return (
            f"The server did not say where the bytes of {name!r} go: create_attachment() of its attachment store "
            "should return an upload_descriptor with an http or https address."
        )

    def upload_too_slow(self, name: str, where: str) -> str:
        return f"{where} did not take {name!r} in time. Try again."

    def upload_not_sent(self, name: str, where: str, reason: str) -> str:
        return f"{name!r} could not be sent to {where}: {reason}"

    def upload_redirected(self, where: str, status: int) -> str:
        return (
            f"{where} points elsewhere (status {status}), which an upload does not follow: the server's "
            "upload_descriptor should hold the final address."
        )

    def upload_answer_odd(self, name: str, where: str, answer: str) -> str:
        return (
            f"{where} took {name!r} and answered with {answer!r}, which is not an attachment: JSON with an id is "
            "expected."
        )

    def upload_refused(self, name: str, where: str, status: int, reason: str) -> str:
        return f"{where} did not take {name!r}: status {status}{reason and f', {reason}'}."

    # --- messages of views

    states_crowded = "Too many views ask for the state at once. They will ask again."

    def events_crowded(self, name: str) -> str:
        return f"The view sends too many events: {name!r} was left out."

    def requests_crowded(self, count: int) -> str:
        are = "is" if count == 1 else "are"
        return f"{counted(count, 'request')} {are} already under way. Wait until some have ended, then send it again."

    def questions_crowded(self, count: int, name: str) -> str:
        are = "is" if count == 1 else "are"
        return f"{counted(count, 'question')} of the kind {name!r} {are} already under way. Wait until some have ended."

    def message_too_deep(self, deepest: int) -> str:
        return f"The view sent a malformed message: it is nested more than {deepest} levels deep."

    def message_type_unknown(self, kind: str) -> str:
        return f"The view sent a malformed message: there is no type {kind}."

    def question_unknown(self, name: str) -> str:
        return f"The view sent a malformed message: there is no question {name}."

    def message_malformed(self, misfit: str) -> str:
        return f"The view sent a malformed message: {misfit}."

    frame_gone = "This data is no longer in the kernel. Run its cell again to look further."

    def frame_column_unknown(self, column: int, count: int) -> str:
        return f"The view asked to sort by column {column}, but the table has {counted(count, 'column')}."

    def component_unknown(self, name: str) -> str:
        return f"No component {name!r} is registered in this chat."

    def upload_without_bytes(self, count: int) -> str:
        return f"The view sent a malformed upload: it must carry one buffer of bytes, not {count}."

    def upload_piece_too_large(self, size: int, most: int) -> str:
        return f"The view sent {size:,} bytes in one message: an upload comes in pieces of at most {most:,} bytes."

    def not_a_request(self, got: str) -> str:
        return f"A request must be an object with a type and params, not {got}."

    def request_too_large(self, operation: str, count: int, most: int) -> str:
        return f"The request {operation} has {count:,} parts, but may have at most {most:,}."

    def operation_unknown(self, operation: str, known: str) -> str:
        return f"The operation {operation} is not supported. Use one of {known}."

    def request_malformed(self, operation: str, misfit: str) -> str:
        return f"The request {operation} is malformed: {misfit}."

    # --- what does not fit: parts of sentences

    def field_wrong(self, field: str, given: str, wanted: str) -> str:
        return f"{field or 'the value'} must be {wanted}, not {given}"

    def field_refused(self, field: str, given: str, reason: str) -> str:
        return f"{field or 'the value'} does not fit, {given} was given: {reason}"

    def field_missing(self, field: str, given: str) -> str:
        return f"{field} is missing in {given}"

    def field_unknown(self, field: str) -> str:
        return f"{field} is unknown and must be left out"

    def kind_of_value(self, kind: str) -> str | None:
        """What a value must be where pydantic reports an error of this type; None where its own words serve."""
        return _KINDS.get(kind)

    def either(self, wanted: Sequence[str]) -> str:
        return " or ".join(wanted)

    def misfit_of(self, owner: str, misfit: str, more: int) -> str:
        rest = f" ({counted(more, 'more error')})" if more else ""
        return f"In {owner}, {misfit}{rest}."

    def not_serializable(self, reason: str) -> str:
        return f"A value can't be written as JSON: {reason}. Use strings, numbers, lists and dicts."

    def text_not_json(self, near: str, line: int, column: int) -> str:
        return f"The text is not JSON at line {line}, column {column}, near {near}."

    def bytes_not_text(self, encoding: str, byte: str, at: int) -> str:
        return f"The bytes are not {encoding} text: {byte} at {at:,} does not fit. Decode them with another encoding."

    def text_not_encodable(self, encoding: str, character: str, at: int) -> str:
        return f"The text holds {character} at {at:,}, which {encoding} can't write. Leave it out or replace it."

    # --- the demo

    roll_again = "Roll again"
    shaking_the_cup = "Shaking the cup"
    ask_what_it_can = "What can you do?"
    ask_the_weather = "The weather in Paris"
    ask_for_dice = "Roll two dice"
    ask_for_a_story = "A long story"

    def looking_out(self, city: str) -> str:
        return f"Looking out of a window in {city}"

    def finding_a_clock(self, city: str) -> str:
        return f"Finding a clock in {city}"

    def dice(self, count: int, sides: int) -> str:
        return f"{'One die' if count == 1 else f'{count} dice'} of {sides} sides"


class English(Texts):
    """English."""

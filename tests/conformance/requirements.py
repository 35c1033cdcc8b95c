"""What a server and the view of the protocol promise, by number. Tests say with ``conformance`` what they prove."""

REQUIREMENTS = {
    # Requests
    1: "A body that is no JSON is refused with a ValidationError before the store is used.",
    2: "So is an operation that the protocol does not have.",
    3: "So is a request without params, even of an operation whose params are all optional.",
    4: "So is a message that lacks its attachments or its inference options.",
    5: "Keys that the protocol does not have are ignored, however deep they are.",
    6: "Each operation is answered as it should be: six with a stream, the others with one document.",
    7: "A stream does nothing before somebody reads from it.",
    # Bytes
    8: "An event is one frame of bytes: 'data: ', compact JSON in UTF-8 on one line, and two newlines.",
    9: "Text with line breaks, quotes, emoji and U+2028 arrives as it was sent.",
    10: "A field that is None is absent; a null inside tool arguments or the data of an effect stays.",
    11: "The metadata of a thread is empty in everything that is sent.",
    12: "The metadata of an attachment is in nothing that is sent, wherever the attachment is.",
    13: "Image domains are absent when they are None, and an empty list when they are empty.",
    14: "A time without a zone has no offset, and one in UTC ends in Z.",
    # Messages
    15: "A new thread streams: thread created, message done, stream options, then the response.",
    16: "A new thread is stored before the client hears of it.",
    17: "A message of the user is stored before the client hears that it is done.",
    18: "Attachments are loaded in order and saved as the thread's own, then the message is stored.",
    19: "A message with an unknown attachment breaks the stream and is not answered.",
    20: "A message to a known thread creates none.",
    21: "A response is given the very context of the request.",
    22: "The tool and the model that the user chose reach the response.",
    23: "A quotation is stored with its message and sent back with it.",
    24: "The response begins with the stream options, which the server decides for the thread.",
    25: "A server that forbids to cancel tells the client so.",
    # Items of a response
    26: "An item that is added stores nothing.",
    27: "An item that is done is stored before the client hears of it.",
    28: "So are the removal and the replacement of an item.",
    29: "Progress, effects, notices and errors store nothing.",
    30: "A hidden item that is done is stored and not sent.",
    31: "A hidden item is not sent when it is added or replaced, either.",
    32: "Hidden items are left out of a thread and of a list of items.",
    # The thread of a response
    33: "A title set within a response is saved, and sent right after the event at hand.",
    34: "A title set after the last event is saved and sent, too.",
    35: "A change to the metadata alone is saved; a new status and new image domains are sent.",
    36: "A thread that stays as it was is not sent.",
    37: "A title set before an error is saved, and sent after the error.",
    # Errors
    38: "An error in the author's words is sent with them, and without a retry unless asked for.",
    39: "A coded error is sent with its code and no words; a stream error may be retried.",
    40: "Any other exception is a stream error that may be retried; its text is logged and not sent.",
    41: "The stream ends in order after the error of an exception.",
    42: "A store that fails within a response makes an error, too.",
    # Cancellation
    43: "Cancelling the task that reads has the server clean up once, and goes on cancelling.",
    44: "A message that was cut off is stored with the words that were sent.",
    45: "One without words, or with blanks only, is not.",
    46: "Widgets, workflows and images that were cut off are not stored.",
    47: "One hidden item with a fixed text tells the model that the user cancelled.",
    48: "What is kept for a cancellation is a copy: it does not grow the item that is sent as done.",
    # Tool outputs
    49: "A tool's output completes the newest call and is stored; then the server goes on without a message.",
    50: "Older calls that wait among the newest twenty items are deleted then.",
    51: "An output that no call waits for breaks the stream and changes nothing, and a hidden item hides no call; a "
    "lenient server looks behind other items, too, and goes on where no call waits.",
    # Structured inputs
    52: "Answers replace the item with the questions; then the server goes on without a message.",
    53: "Questions that are left out, empty or skipped are stored as skipped.",
    54: "Answers to questions that nobody asked are ignored with a warning.",
    55: "A single choice keeps the first value only; answers need not be among the options.",
    56: "An item that asks nothing, or no longer, cannot be answered.",
    # Retries
    57: "A retry deletes all that is newer than the message, hidden or not, the newest first, page by page.",
    58: "It tells nobody what it removed, and does not send the message again.",
    59: "A retry after an item that is no message of the user fails; after an unknown one nothing is sent, or an error "
    "by a lenient server.",
    # Actions
    60: "An action is given the item of its widget, or None if it has none.",
    61: "An action from an item that is no widget is one error without a retry, and nothing else.",
    62: "An action that the server does not answer is an error event.",
    63: "A synchronous action returns the changed item, or an empty object, and stores nothing.",
    64: "A synchronous action from an item that is no widget raises a ValueError.",
    # Lists, threads, feedback, attachments, speech
    65: "A page has twenty rows when no limit, or zero, is asked for, and begins with the newest.",
    66: "A thread comes with its oldest twenty items, and tells where to go on.",
    67: "A thread can be renamed, and is returned.",
    68: "Deleting a thread, giving feedback and deleting an attachment are answered with an empty object.",
    69: "A new attachment comes from the attachment store, is saved, and tells where to upload.",
    70: "Without an attachment store, attachments raise a RuntimeError.",
    71: "The bytes of an attachment are deleted before its record.",
    72: "Speech arrives decoded, and its media type without parameters.",
    73: "Ids begin with what they are for, in seven kinds; stores may make others.",
    # Widgets and actions
    74: "Two states of a widget differ by text deltas where only text has grown, else by the whole widget.",
    75: "A whole widget is done at once; a growing one is added, updated and done under one id.",
    76: "Templates load beside their caller, in version 1.0 only, and build from dicts and models.",
    77: "A widget is sent with the type of each node and without unset props, within items as well.",
    78: "An action of one name binds to a control; one without raises a TypeError.",
    # Runs of agents
    79: "Each event of a run becomes what the chat shows of it, or nothing.",
    80: "Annotations are counted without gaps when one is dropped.",
    81: "A message closes an open workflow: folded, under its summary, or else how long it took.",
    82: "The first thought of a run streams, later ones appear whole.",
    83: "A preview of an image tells its progress, 1 at most, and 0 if nobody knows how many come.",
    84: "A guardrail removes all that the run has shown, drops what waits to be sent, and is raised.",
    85: "A client tool call comes last, pending, under the id that the model gave the call.",
    86: "A workflow that is open at the end is stored and goes on next time, a client's tool in between or not.",
    87: "Two messages that the model named alike are two items.",
    # What a model reads
    88: "Attachments, mentions and hidden context that is no text need an override, and have one to use.",
    89: "A quotation is told only if its message is the last item.",
    90: "A call that waits and the end of a turn say nothing to a model.",
    # Stores
    91: "Items of one time keep the order in which they came, forwards and backwards.",
    92: "Adding an item whose id is known does not fail.",
}

WIDGETS = {
    141: "Each component is drawn with nothing but what it must have.",
    142: "Tokens and CSS values apply to colours, sizes, spaces, radii, borders and schemes.",
    143: "The values of a form join every action in it, by names that nest; a name that is taken is left out and told.",
    144: "What is missing or malformed keeps a form from being sent, and its first bad field gets the focus.",
    145: "A card is confirmed and cancelled, may be a form, and folds when it is done.",
    146: "What loads shows it as asked for, by itself or as a whole, and no longer than it does, also when it fails.",
    147: "While a response streams, actions of the client and those that don't stream work, and others wait.",
    148: "A new state of a widget keeps the focus, what was typed and what was opened.",
    149: "Text grows in nodes of any depth, within a transition, too.",
}
"""What the view promises of widgets; the numbers between are of other parts of the view."""

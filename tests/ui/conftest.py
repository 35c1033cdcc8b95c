import pytest

from chatkit_notebook import ChatKit


@pytest.fixture
def chat_of():
    """Make a chat that is closed at the end."""
    chats = []

    def make(*args, **options):
        chats.append(ChatKit(*args, **options))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()

"""The files of a conversation: what is attached, where its bytes are sent, and what Python attaches itself."""

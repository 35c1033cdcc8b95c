"""What a person meets: the widget, its options and its code in the browser."""

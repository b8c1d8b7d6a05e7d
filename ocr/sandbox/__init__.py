"""Opens what a stranger sent, in a throw-away child process. Not here: engines, cv2, anything that reads text."""

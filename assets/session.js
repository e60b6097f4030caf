// Tells before the session ends for want of use, and lets it go on.

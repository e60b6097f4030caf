// The page of a new password: rules that tick off as one types, and a password made from a sentence.

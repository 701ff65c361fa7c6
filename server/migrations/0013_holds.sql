-- Holds that nobody captured in time are let go; the worker finds them by when they end.
create index attempts_to_expire on attempts (capture_before) where status = 'authorized';

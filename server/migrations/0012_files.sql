-- What merchants upload: evidence, documents, logos. The bytes have a table of their own, so that lists and
-- events never carry them. They come and go as base64: a change reaches the database as JSON, which cannot
-- hold bytes, and nothing here reads what a file says. External storage skips the attempt to compress what
-- is compressed already.
create table files (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  created_at timestamptz not null,
  purpose text not null,
  type text not null,
  filename text,
  size int not null check (size > 0),
  primary key (merchant_id, livemode, id)
);

create table file_contents (
  merchant_id id not null,
  livemode boolean not null,
  id id not null,
  base64 text not null,
  primary key (merchant_id, livemode, id),
  foreign key (merchant_id, livemode, id) references files (merchant_id, livemode, id)
);
alter table file_contents alter column base64 set storage external;

do $$
declare
  t text;
begin
  foreach t in array array['files', 'file_contents'] loop
    call switchyard.protect(t);
    call switchyard.make_writable(t);
  end loop;
end
$$;

-- Neutral HTML as calls of the functions in document.typ, each called after a class.
-- Only marks around content are raw Typst; content itself is left to pandoc, which escapes it.

local BOXES = {
  kicker = true, title = 'doc-title', banner = true, lead = true, note = true, findings = true,
  finding = true, carried = true, quote = 'said-by', words = true, translation = true,
  speaker = true, said = true, depth1 = true, depth2 = true, landscape = true,
  ['table-elsewhere'] = true, bank = true, jumps = true, small = true, ['below-heading'] = true, ['lead-in'] = true,
  ['one-finding'] = true, ['one-title'] = true,
}
local MARKS = { mark = 'mark', quiet = 'quiet' }
local KEPT = { ['figure-caption'] = true, picture = true, ['contents-title'] = true }

local function block(code) return pandoc.RawBlock('typst', code) end
local function inline(code) return pandoc.RawInline('typst', code) end

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('%s+', ' ') .. '"'
end

-- What a link can lead to where there is no heading.
local function here(id) return id ~= '' and '#here("' .. id .. '")' or '' end

local function wrapped(call, content, id)
  local out = pandoc.List({ block(here(id) .. '#' .. call .. '[') })
  out:extend(content)
  out:insert(block(']'))
  return out
end

local function child(div, class)
  for _, inner in ipairs(div.content) do
    if inner.t == 'Div' and inner.classes:includes(class) then return inner.content end
  end
  return pandoc.List()
end

local function figure(div)
  local image
  pandoc.Div(child(div, 'picture')):walk({ Image = function(i) image = i end })
  if not image then return pandoc.List() end
  local call = string.format('#drawing(%s, %s, %s, %s, [',
    quoted(image.src), quoted(pandoc.utils.stringify(image.caption)),
    image.attributes.inches, image.attributes.cuts)
  local out = pandoc.List({ block(here(div.identifier) .. call) })
  out:extend(child(div, 'figure-caption'))
  out:insert(block('])'))
  return out
end

local function as_div(div)
  local class = div.classes[1] or ''
  if KEPT[class] then return nil end
  if class == 'figure' then return figure(div) end
  if class == 'contents' then return wrapped('contents', child(div, 'contents-title'), '') end
  if BOXES[class] then
    local name = BOXES[class] == true and class or BOXES[class]
    return wrapped(name, div.content, div.identifier)
  end
  local out = pandoc.List({ block(here(div.identifier)) })
  out:extend(div.content)
  return out
end

local function as_span(span)
  local open, close = '', ''
  for _, class in ipairs(span.classes) do
    if MARKS[class] then open, close = open .. '#' .. MARKS[class] .. '[', close .. ']' end
  end
  if span.attributes.lang then
    open, close = open .. '#in-language("' .. span.attributes.lang:gsub('[^%a-]', '') .. '")[', close .. ']'
  end
  if open == '' then return span.content end
  local out = pandoc.List({ inline(open) })
  out:extend(span.content)
  out:insert(inline(close))
  return out
end

-- A picture in prose; drawings come as figures.
local function as_image(image)
  return inline(string.format('#prose-picture(%s, %s)', quoted(image.src),
    quoted(pandoc.utils.stringify(image.caption))))
end

-- A row that only names those below it stands above them again on the next page, never alone.
local function names_others(row) return row.attr.classes:includes('names') end

local function cells(row, out)
  local splits = row.attr.classes:includes('splits') and 'true' or 'false'
  for _, cell in ipairs(row.cells) do
    out:insert(block(string.format('table.cell(colspan: %d, breakable: %s)[', cell.col_span, splits)))
    out:extend(cell.contents)
    out:insert(block('],'))
  end
end

local function as_table(t)
  local widths, aligns = '', ''
  for _, spec in ipairs(t.colspecs) do
    widths = widths .. string.format('%.2f%%, ', (spec[2] or 0) * 100)
  end
  for _, cell in ipairs(t.head.rows[1].cells) do
    aligns = aligns .. (cell.alignment == 'AlignRight' and 'right, ' or 'left, ')
  end
  local out = pandoc.List({ block(string.format('#data-table((%s), (%s), %spt, %s, [',
    widths, aligns, t.attr.attributes.points, tostring(not t.attr.classes:includes('whole')))) })
  out:extend(t.caption.long)
  out:insert(block('], table.header('))
  for _, row in ipairs(t.head.rows) do cells(row, out) end
  out:insert(block('),'))
  for _, body in ipairs(t.bodies) do
    -- Pandoc takes a body's first row for a head of its own where it only names those below it.
    local rows = pandoc.List(body.head)
    rows:extend(body.body)
    for _, row in ipairs(rows) do
      if names_others(row) then out:insert(block('table.header(level: 2, ')) end
      cells(row, out)
      if names_others(row) then out:insert(block('),')) end
    end
  end
  out:insert(block(')'))
  return out
end

-- Signs that Typst would make others of (dashes, an ellipsis, a minus) as a string, which it does not.
local function as_str(str)
  local text = str.text
  if text:find('%-[-?%d]') or text:find('%.%.%.') then return inline('#' .. quoted(text) .. ';') end
end

-- Figures take their pictures with them; those that are left after that stand in prose.
return { { Div = as_div, Span = as_span, Table = as_table }, { Image = as_image, Str = as_str } }

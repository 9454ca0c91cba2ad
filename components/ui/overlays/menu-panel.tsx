'use client'

import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import * as Radix from 'radix-ui/dropdown-menu'
import type { MenuItem, MenuProps } from './types'

/** The menu, open at first. After that it stays mounted, so that it can return the focus. */
export const MenuPanel = ({ label, trigger, triggerClass, header, items }: MenuProps) => (
  // Not modal: the page behind may scroll, and keeps its scrollbar.
  <Radix.Root defaultOpen modal={false}>
    <Radix.Trigger aria-label={label} className={triggerClass}>
      {trigger}
    </Radix.Trigger>
    {/* Not in a portal, so that it stays in the landmark of its button. */}
    <Radix.Content
      align="end"
      sideOffset={8}
      collisionPadding={12}
      aria-label={label}
      className="overlay-in z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-60 max-w-80 overflow-y-auto rounded-card border border-line bg-card p-1.5 text-ink shadow-float"
    >
      {header && <div className="border-line border-b px-2.5 pt-1.5 pb-3">{header}</div>}
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items don't move
        <Item key={index} item={item} />
      ))}
    </Radix.Content>
  </Radix.Root>
)

function Item({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case 'separator':
      return <Radix.Separator className="-mx-1.5 my-1.5 h-px bg-line" />
    case 'link':
      return (
        <Radix.Item asChild>
          <a
            href={item.href}
            className={itemClass}
            {...(item.isExternal && { target: '_blank', rel: 'noreferrer' })}
          >
            {item.icon}
            {item.name}
          </a>
        </Radix.Item>
      )
    case 'action':
      return (
        <Radix.Item
          onSelect={item.act}
          className={clsx(itemClass, item.isDanger && 'text-bad data-[highlighted]:bg-bad-tint')}
        >
          {item.icon}
          {item.name}
        </Radix.Item>
      )
    case 'choices':
      return (
        <Radix.RadioGroup value={item.value} onValueChange={item.onChoose}>
          <Radix.Label className="px-2.5 pt-1 pb-0.5 font-medium text-muted text-xs">
            {item.label}
          </Radix.Label>
          {item.choices.map(({ value, icon, name }) => (
            <Radix.RadioItem
              key={value}
              value={value}
              className={itemClass}
              // The menu stays open, so that the user sees the effect of the choice.
              onSelect={(event) => event.preventDefault()}
            >
              {icon}
              {name}
              <Radix.ItemIndicator className="ml-auto">
                <Check aria-hidden="true" className="size-4 text-brand" />
              </Radix.ItemIndicator>
            </Radix.RadioItem>
          ))}
        </Radix.RadioGroup>
      )
  }
}

const itemClass =
  'flex min-h-10 cursor-pointer select-none items-center gap-2.5 rounded-field px-2.5 py-1.5 text-sm outline-none data-[highlighted]:bg-sunk [&>svg]:size-4 [&>svg]:flex-none'

import { TextArea, TextField } from '@/components/ui/forms/field'
import { Option, OptionGroup } from '@/components/ui/forms/option'
import { Select } from '@/components/ui/forms/select'

/** Every kind of input, in each of its states. */
export const GalleryForms = () => (
  <form className="grid gap-5 sm:grid-cols-2">
    <TextField label="Email" name="email" type="email" placeholder="you@example.com" />
    <TextField label="Workspace" name="workspace" hint="Your team sees this name." />
    <TextField
      label="Promotion code"
      name="code"
      defaultValue="WINTER"
      error="This code isn’t valid. Check the spelling."
    />
    <TextField label="Customer ID" name="id" defaultValue="cus_N4v0" disabled />
    <Select label="Pause until" name="until" hint="It resumes by itself on that day.">
      <option value="">I resume it</option>
      <option value="1">December 28, 2026</option>
    </Select>
    <TextArea label="Anything else we should know?" name="comment" />
    <OptionGroup legend="When should it end?">
      <Option name="when" value="period_end" defaultChecked hint="You keep everything until then.">
        On December 28, 2026
      </Option>
      <Option name="when" value="now">
        Immediately
      </Option>
    </OptionGroup>
    <OptionGroup legend="Mail">
      <Option type="checkbox" name="receipts" defaultChecked>
        Receipts
      </Option>
      <Option type="checkbox" name="news" disabled>
        News
      </Option>
    </OptionGroup>
  </form>
)

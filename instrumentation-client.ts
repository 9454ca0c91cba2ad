import { reloadOnLoadErrors } from '@/components/ui/new-build'
import { allowOwnScriptsOnly } from '@/components/ui/trusted-types'

// Runs in the browser before React, and so before anything loads a script.
allowOwnScriptsOnly(window as Parameters<typeof allowOwnScriptsOnly>[0], location.href)
reloadOnLoadErrors()

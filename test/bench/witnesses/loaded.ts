// Loaded before a program with --import: tells on file descriptor 3 the URL of every module that it imports.
import { register } from 'node:module'

register('./loaded-hooks.js', import.meta.url)

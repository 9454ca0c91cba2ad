import { z } from 'zod'
import { strict } from './strict'

/** The built-in logos, drawn by `components/brand/marks.ts`. A file works as well. */
export const marks = ['barrier', 'columns', 'arch', 'pulse', 'tiles'] as const
export type Mark = (typeof marks)[number]

const isMark = (logo: string) => marks.some((mark) => mark === logo)

const Color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'write the color as # and six hexadecimal digits, like "#0b5d45"')

/** The brand's colors in one color scheme. The backgrounds come from `surface`. */
export const Scheme = strict({
  /** Buttons, links, check marks. */
  primary: Color,
  primaryHover: Color,
  /** Text on a primary button. */
  onPrimary: Color,
  /** The background of a highlighted row or badge, with primary text on it. */
  tint: Color,
})
export type Scheme = z.infer<typeof Scheme>

const pagePath = /^\/(?!\/)\S*$/
const Link = z
  .string()
  .refine(
    (link) => pagePath.test(link) || /^(https:\/\/|mailto:)\S+$/.test(link),
    'start it with "https://", with "mailto:", or with "/" for one of your own pages',
  )

const Links = strict({
  terms: Link.default('/terms'),
  privacy: Link.default('/privacy'),
  status: Link.default('/status'),
  /** By default, the address that emails come from. */
  support: Link.optional(),
})

export const green: { light: Scheme; dark: Scheme } = {
  light: { primary: '#0b5d45', primaryHover: '#08452f', onPrimary: '#ffffff', tint: '#dcefe3' },
  dark: { primary: '#7cdab0', primaryHover: '#a3e9c9', onPrimary: '#06281c', tint: '#15362a' },
}

/**
 * The product as customers see it: name, logo, colors and links. Each field has a default, so that a
 * new catalog runs before it has a brand.
 */
export const Brand = strict({
  name: z.string().trim().min(1).max(40).default('Tollgate'),
  /** The home page's heading, in a few words. */
  tagline: z.string().trim().min(1).max(70).default('Get paid. Let people in.'),
  /** One to three sentences for the home page, search engines and shared links. */
  description: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .default(
      'Tollgate sells your plans with Stripe and controls access with AWS Cognito. When someone pays, the right group is in their token within seconds. When they stop, it’s removed.',
    ),
  /** A built-in mark, or a file in `public/`, such as "/logo.svg". */
  logo: z
    .string()
    .refine(
      (logo) => isMark(logo) || (pagePath.test(logo) && logo.endsWith('.svg')),
      `name one of ${marks.join(', ')}, or an SVG file in public/, such as "/logo.svg"`,
    )
    .default('barrier'),
  colors: strict({ light: Scheme, dark: Scheme }).default(green),
  /** The set of background colors: see `surfaces.ts`. */
  surface: z.enum(['paper', 'cool', 'rose', 'plain']).default('paper'),
  /** A 1200 × 630 image in `public/` for shared links. By default, the app draws one. */
  shareImage: z
    .string()
    .regex(/^\/(?!\/)\S+\.(png|jpg)$/, 'name a file in public/, such as "/share.png"')
    .optional(),
  links: Links.prefault({}),
  /** The sender's name of emails. By default, the brand's name. */
  mailSender: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^\r\n<>"\\]+$/, 'write the name only: the address comes from MAIL_FROM')
    .optional(),
})
export type Brand = z.infer<typeof Brand>
export type BrandDraft = z.input<typeof Brand>

/** Returns the built-in mark that a brand uses, or `null` if its logo is a file. */
export const logoMark = ({ logo }: Pick<Brand, 'logo'>): Mark | null =>
  marks.find((mark) => mark === logo) ?? null

/*
 * What tax ids look like. In a mask `#` is a digit, `@` a letter, `*` either, and the rest stands for itself;
 * several masks are several lengths or forms. Spaces, dots, dashes and slashes are for the eye: they may be
 * left out or added. https://docs.stripe.com/billing/customer/tax-ids#supported-tax-ids
 */

const masks: Readonly<Record<string, string>> = {
  ad_nrt: '@-######-@',
  ae_trn: '###############',
  al_tin: '@########@',
  am_tin: '########',
  ao_tin: '##########',
  ar_cuit: '##-########-#',
  au_abn: '###########',
  au_acn: '#########',
  au_arn: '############',
  aw_tin: '########',
  az_tin: '##########',
  ba_tin: '############',
  bb_tin: '#############',
  bd_bin: '#########-####',
  bf_ifu: '########@',
  bg_uic: '#########|#############',
  bh_vat: '###############',
  bj_ifu: '#############',
  bo_tin: '#######|########|#########|##########|############',
  br_cnpj: '##.###.###/####-##',
  br_cpf: '###.###.###-##',
  bs_tin: '###.###.###',
  by_tin: '#########',
  ca_bn: '#########',
  ca_gst_hst: '#########RT####',
  ca_pst_bc: 'PST-####-####',
  ca_pst_mb: '######-#',
  ca_pst_sk: '#######',
  ca_qst: '##########TQ####',
  cd_nif: '@#######@',
  ch_uid: 'CHE-###.###.###|CHE-###.###.### HR',
  ch_vat: 'CHE-###.###.### MWST|CHE-###.###.### TVA|CHE-###.###.### IVA|CHE-###.###.###',
  cl_tin: '##.###.###-*|#.###.###-*',
  cm_niu: '@############@',
  cn_tin: '***************|******************|********************',
  co_nit: '###.###.###-#',
  cr_tin: '#-###-######|#########|##########|############',
  cv_nif: '#########',
  cz_dic: '########|#########|##########',
  de_stn: '##########|###########|############|#############',
  do_rcn: '###-#######-#|#########',
  ec_ruc: '#############',
  eg_tin: '#########',
  es_cif: '@#######*|########@',
  et_tin: '##########',
  eu_oss_vat: 'EU#########|IM##########',
  fo_vat: '######',
  fr_siren: '#########',
  fr_siret: '##############',
  gb_vat: 'GB#########|GB############|GBGD###|GBHA###|XI#########|XI############',
  ge_vat: '#########',
  gn_nif: '#########',
  hk_br: '########',
  hr_oib: '###########',
  hu_tin: '########-#-##',
  id_npwp: '##.###.###.#-###.###|################',
  il_vat: '#########',
  in_gst: '##@@@@@####@*@*',
  is_kt: '######-####',
  is_vat: '#####|######',
  it_cf: '@@@@@@##@##@###@|###########',
  jp_cn: '#############',
  jp_rn: '#####',
  jp_trn: 'T#############',
  ke_pin: '@#########@',
  kg_tin: '##############',
  kh_tin: '****-#########',
  kr_brn: '###-##-#####',
  kz_bin: '############',
  la_tin: '#########-###',
  li_uid: 'CHE#########',
  li_vat: '#####',
  ma_vat: '########',
  md_vat: '#######',
  me_pib: '########',
  mk_vat: 'MK#############',
  mr_nif: '########',
  mx_rfc: '@@@######***|@@@@######***',
  my_frp: '########',
  my_itn: '@ ##########|@@ ##########|@ ###########|@@ ###########',
  my_sst: '@##-####-########',
  ng_tin: '########-####',
  no_vat: '#########MVA',
  no_voec: '#######',
  np_pan: '#########',
  nz_gst: '########|#########',
  om_vat: 'OM##########',
  pe_ruc: '###########',
  ph_tin: '#########|############',
  pl_nip: '##########',
  pt_nif: '#########',
  ro_tin: '#############',
  rs_pib: '#########',
  ru_inn: '##########|############',
  ru_kpp: '#########',
  sa_vat: '###############',
  sg_gst: '@########@',
  sg_uen: '########@|#########@|@##@@####@',
  si_tin: '########',
  sn_ninea: '#######*#*|########*#',
  sr_fin: '##########',
  sv_nit: '####-######-###-#',
  th_vat: '#############',
  tj_tin: '#########',
  tr_tin: '##########',
  tw_vat: '########',
  tz_vat: '########@',
  ua_vat: '#########|##########|############',
  ug_tin: '##########',
  us_ein: '##-#######',
  uy_ruc: '############',
  uz_tin: '#########',
  uz_vat: '############',
  ve_rif: '@-########-#',
  vn_tin: '##########|##########-###',
  za_vat: '4#########',
  zm_tin: '##########',
  zw_tin: '##########',
}

/** Value added tax numbers of the European Union, by the country they begin with. */
const europe: Readonly<Record<string, string>> = {
  AT: 'ATU########',
  BE: 'BE0#########|BE1#########',
  BG: 'BG#########|BG##########',
  CY: 'CY########@',
  CZ: 'CZ########|CZ#########|CZ##########',
  DE: 'DE#########',
  DK: 'DK########',
  EE: 'EE#########',
  EL: 'EL#########',
  ES: 'ES*#######*',
  FI: 'FI########',
  FR: 'FR**#########',
  HR: 'HR###########',
  HU: 'HU########',
  IE: 'IE#######@|IE#######@@|IE#@#####@|IE#*#####@',
  IT: 'IT###########',
  LT: 'LT#########|LT############',
  LU: 'LU########',
  LV: 'LV###########',
  MT: 'MT########',
  NL: 'NL#########B##',
  PL: 'PL##########',
  PT: 'PT#########',
  RO: 'RO##|RO###|RO####|RO#####|RO######|RO#######|RO########|RO#########|RO##########',
  SE: 'SE############',
  SI: 'SI########',
  SK: 'SK##########',
  XI: 'XI#########|XI############',
}

/** Every type of tax id a customer can have. */
export const taxIdTypes: readonly string[] = [...Object.keys(masks), 'eu_vat'].sort()

/** What is wrong with a tax id, in one sentence, or undefined. */
export function taxIdFault(type: string, value: string): string | undefined {
  if (type !== 'eu_vat') return fault(type, masks[type] ?? '', value)
  const country = bare(value).slice(0, 2)
  const mask = europe[country]
  return mask === undefined
    ? `Invalid value for eu_vat. It begins with the country: ${Object.keys(europe).join(', ')}.`
    : fault(`eu_vat of ${country}`, mask, value)
}

/** The country a valid tax id is of, or null when it says none. */
export function taxIdCountry(type: string, value: string): string | null {
  if (type === 'eu_oss_vat') return null
  const country = type === 'eu_vat' ? bare(value).slice(0, 2) : type.slice(0, 2).toUpperCase()
  return country === 'EL' ? 'GR' : country === 'XI' ? 'GB' : country
}

function fault(what: string, mask: string, value: string): string | undefined {
  const forms = mask.split('|')
  if (forms.some((form) => pattern(form).test(bare(value)))) return undefined
  return `Invalid value for ${what}. It should look like ${forms.map(example).join(' or ')}.`
}

const bare = (value: string) => value.toUpperCase().replace(/[\s./-]/g, '')

function pattern(form: string): RegExp {
  const classes: Readonly<Record<string, string>> = { '#': '\\d', '@': '[A-Z]', '*': '[A-Z\\d]' }
  return new RegExp(`^${[...bare(form)].map((sign) => classes[sign] ?? sign).join('')}$`)
}

/** `##-#######` as somebody would write one: `12-3456789`. */
function example(form: string): string {
  let digit = 0
  return form.replace(/[#*@]/g, (sign) => (sign === '@' ? 'A' : String(++digit % 10)))
}

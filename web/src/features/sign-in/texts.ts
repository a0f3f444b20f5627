import type { SignInProblem } from '../../../../src/api/schemas/session.ts'
import { defineTexts } from '../../lib/texts.ts'

export const signInTexts = defineTexts({
  fr: {
    title: 'Connexion',
    lead: 'Le service de nuit de vos applications universitaires.',
    login: 'Identifiant',
    password: 'Mot de passe',
    submit: 'Se connecter',
    or: 'ou',
    signedOut: 'Vous êtes déconnecté.',
    forgotten: 'Mot de passe oublié ? Un administrateur peut vous envoyer un nouveau lien.',
    noAccountYet: 'Première installation',
    noAccountYetDetail:
      'Aucun compte n’existe encore. La console du serveur affiche un lien à usage unique : ouvrez-le pour créer le compte de l’administrateur.',
    maintenance: 'Maintenance en cours',
    maintenanceDetail: 'Seuls les administrateurs peuvent se connecter pour le moment.',
    failures: {
      UNKNOWN_ACCOUNT_HERE:
        'Votre identité est reconnue, mais aucun compte Nocturne ne lui correspond. Demandez à un administrateur de vous en ouvrir un.',
      ACCOUNT_DISABLED: 'Votre compte est désactivé. Un administrateur peut le rétablir.',
      LOGIN_TAKEN:
        'Un compte porte déjà votre identifiant, mais il n’est pas rattaché à cette identité. Un administrateur peut vérifier à qui il est.',
      SIGN_IN_CANCELLED: 'Vous avez renoncé à vous connecter.',
      SIGN_IN_EXPIRED:
        'Cette connexion a été commencée il y a trop longtemps, dans un autre navigateur, ou déjà terminée. Recommencez.',
      SIGN_IN_FAILED: 'Le service d’authentification n’a pas répondu comme prévu. Réessayez dans un instant.',
    } satisfies Record<SignInProblem, string>,
    otherFailure: 'La connexion n’a pas abouti. Réessayez, ou prévenez un administrateur.',
    nothingOffered: 'Aucun moyen de connexion n’est configuré sur ce serveur.',
    required: 'À remplir',
  },
  en: {
    title: 'Sign in',
    lead: 'The night service of your university’s applications.',
    login: 'Login',
    password: 'Password',
    submit: 'Sign in',
    or: 'or',
    signedOut: 'You are signed out.',
    forgotten: 'Forgotten your password? An administrator can send you a new link.',
    noAccountYet: 'First installation',
    noAccountYetDetail:
      'No account exists yet. The server’s console shows a one-time link: open it to create the administrator’s account.',
    maintenance: 'Maintenance in progress',
    maintenanceDetail: 'Only administrators can sign in for now.',
    failures: {
      UNKNOWN_ACCOUNT_HERE:
        'Your identity is recognised, but no Nocturne account belongs to it. Ask an administrator to open one for you.',
      ACCOUNT_DISABLED: 'Your account is disabled. An administrator can enable it again.',
      LOGIN_TAKEN:
        'An account already has your login, but is not tied to this identity. An administrator can check whose it is.',
      SIGN_IN_CANCELLED: 'You gave up signing in.',
      SIGN_IN_EXPIRED:
        'This sign-in was begun too long ago, in another browser, or finished already. Begin again.',
      SIGN_IN_FAILED: 'The sign-in service did not answer as expected. Try again in a moment.',
    },
    otherFailure: 'Signing in did not succeed. Try again, or tell an administrator.',
    nothingOffered: 'No way to sign in is configured on this server.',
    required: 'To be filled in',
  },
})

import { defineTexts } from '../../lib/texts.ts'

export const invitationTexts = defineTexts({
  fr: {
    titles: {
      'first-administrator': 'Bienvenue dans Nocturne',
      invitation: 'Ouvrir votre compte',
      'new-password': 'Choisir un nouveau mot de passe',
    },
    leads: {
      'first-administrator':
        'Créez le compte de l’administrateur : il ouvrira les autres comptes et réglera l’installation.',
      invitation: 'Un compte Nocturne vous attend. Choisissez votre mot de passe pour y entrer.',
      'new-password': 'L’ancien mot de passe ne vaudra plus, et vos autres sessions seront fermées.',
    },
    login: 'Identifiant',
    name: 'Nom affiché',
    namePlaceholder: 'Prénom NOM',
    email: 'Adresse électronique',
    emailHint: 'Pour recevoir les alertes et le bilan de la nuit. Facultative.',
    password: 'Mot de passe',
    submit: 'Enregistrer et entrer',
    validUntil: 'Ce lien ne sert qu’une fois.',
    required: 'À remplir',
    rules: 'Le mot de passe ne respecte pas encore les règles',
    expiredTitle: 'Ce lien n’est plus valable',
    expiredDetail:
      'Il a déjà servi, ou son délai est passé. Demandez-en un nouveau à un administrateur ; pour le premier compte, redémarrez le serveur : sa console en affiche un autre.',
    toSignIn: 'Aller à la connexion',
  },
  en: {
    titles: {
      'first-administrator': 'Welcome to Nocturne',
      invitation: 'Open your account',
      'new-password': 'Choose a new password',
    },
    leads: {
      'first-administrator':
        'Create the administrator’s account: it will open the other accounts and set up the installation.',
      invitation: 'A Nocturne account is waiting for you. Choose your password to enter.',
      'new-password': 'The old password will no longer work, and your other sessions will be closed.',
    },
    login: 'Login',
    name: 'Displayed name',
    namePlaceholder: 'First name LAST NAME',
    email: 'E-mail address',
    emailHint: 'To receive alerts and the summary of the night. Optional.',
    password: 'Password',
    submit: 'Save and enter',
    validUntil: 'This link works once.',
    required: 'To be filled in',
    rules: 'The password does not keep the rules yet',
    expiredTitle: 'This link is no longer valid',
    expiredDetail:
      'It has been used, or its time is over. Ask an administrator for a new one; for the first account, restart the server: its console shows another.',
    toSignIn: 'Go to sign-in',
  },
})

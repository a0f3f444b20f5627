/** The host of accounts that nothing says otherwise of; those of another platform of the network have another one. */
export const localHost = 1

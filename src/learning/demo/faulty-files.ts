/** Files to play with: most lines are right, and each wrong one is wrong in its own way. Line numbers are the sender's. */

/** Accounts of the new term, for the drop directory. */
export const faultyUsersFile = `# Comptes de la rentrée (fictifs)
username;idnumber;firstname;lastname;email;password;course1;role1;enrol1;group1
nouveau1;E900001;Zoé;TESTUN;nouveau1@example.org;;SCI101;student;manual;TD-A
nouveau2;E900002;Léo;TESTDEUX;nouveau2@example.org;*NOPASS*;;;;
nouveau3;E900003;;TESTTROIS;nouveau3@example.org;;;;;
nouveau4;E100001;Inès;TESTQUATRE;nouveau4@example.org;;;;;
nouveau5;E900005;Hugo;TESTCINQ;etudiant1@example.org;;;;;
nouveau6;E900006;Chloé;"TESTSIX;SEPT";nouveau6@example.org;;;;;
nouveau7;E900007;Théo;"TESTSEPT;nouveau7@example.org;;;;;
nouveau8;E900008;Maëlle;TESTHUIT
nouveau9;E900009;Loïc;TESTNEUF;nouveau9@example.org;;SCI999;student;manual;
NOUVEAU10;E900010;Élise;TESTDIX;nouveau10@example.org;;DRT101;professeur;manual;
`

/** Moves of the second week, for the file manager. */
export const faultyEnrolmentsFile = `cmd;cid;uid;rolename;enrol;starttime;endtime;gcmd;g1
add;SCI101;etudiant2;student;manual;2026-09-14 08:00:00;2027-01-31 18:00:00;gaddcreate;TD-D
shift;SCI101;etudiant1;editingteacher;manual;;;;
del;DRT101;etudiant4;student;manual;;;;
add;SCI102;etudiant999999;student;manual;;;;
add;SCI999;etudiant3;student;manual;;;;
add;SCI102;etudiant3;doyen;manual;;;;
add;SCI102;etudiant3;student;self;;;;
add;SCI102;etudiant5;student;manual;14/09/2026;;;
add;SCI102;etudiant5;student;manual;2027-01-31;2026-09-14;;
inscrire;SCI102;etudiant5;student;manual;;;;
add;SCI102;etudiant7;student;manual;;;gadd;TD-Z
add;SCI102;;student;manual;;;;
`

/** The same with the wrong separator: refused as a whole, with the separator found. */
export const wrongSeparatorFile = `cmd,cid,uid,rolename,enrol
add,SCI101,etudiant2,student,manual
`

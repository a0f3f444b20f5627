-- Tables that take pre-registrations (OPI) on MariaDB or MySQL: see docs/opi.md. Names may differ (setting admissions.opi.table-names).
-- Each candidate has one row in IND_OPI and one row in VOEUX_INS for each wish.
create table IND_OPI (
  COD_IND_OPI integer not null auto_increment primary key,
  COD_OPI_INT_EPO varchar(10) not null unique,
  COD_ETU_OPI integer check (COD_ETU_OPI <= 99999999),
  COD_NNE_IND_OPI varchar(10),
  COD_CLE_NNE_IND_OPI varchar(1),
  LIB_NOM_PAT_IND_OPI varchar(30) not null,
  LIB_NOM_USU_IND_OPI varchar(30),
  LIB_PR1_IND_OPI varchar(20) not null,
  LIB_PR2_IND_OPI varchar(20),
  COD_SEX_ETU_OPI varchar(1),
  DATE_NAI_IND_OPI date not null,
  TEM_DATE_NAI_REL varchar(1),
  COD_PAY_NAT varchar(3),
  LIB_VIL_NAI_ETU_OPI varchar(30),
  COD_TYP_DEP_PAY_NAI varchar(1),
  COD_DEP_PAY_NAI varchar(3),
  ADR_MAIL_OPI varchar(200),
  NUM_TEL_OPI varchar(15),
  NUM_TEL_POR_OPI varchar(15),
  COD_RGI varchar(1),
  COD_STU varchar(2),
  COD_BAC varchar(4),
  DAA_OBT_BAC_OPI varchar(4),
  COD_DEP_BAC varchar(3),
  COD_ETB_BAC varchar(8),
  COD_TPE_BAC varchar(2),
  COD_MNB_BAC varchar(2),
  COD_SPE_BAC_1 varchar(6),
  COD_SPE_BAC_2 varchar(6),
  COD_SPE_BAC_3 varchar(6),
  COD_OPT_BAC_1 varchar(6),
  COD_OPT_BAC_2 varchar(6),
  COD_OPT_BAC_3 varchar(6),
  COD_OPT_BAC_4 varchar(6),
  LIB_AD1 varchar(32),
  LIB_AD2 varchar(32),
  LIB_AD3 varchar(32),
  COD_BDI varchar(5),
  COD_COM varchar(5),
  LIB_ADE varchar(32),
  COD_PAY varchar(3)
);
create index IND_OPI_ETU on IND_OPI (COD_ETU_OPI);
create index IND_OPI_NNE on IND_OPI (COD_NNE_IND_OPI);
create index IND_OPI_NOM on IND_OPI (LIB_NOM_PAT_IND_OPI, DATE_NAI_IND_OPI);

create table VOEUX_INS (
  COD_IND_OPI integer not null,
  COD_CGE varchar(3) not null,
  COD_ETP varchar(6) not null,
  COD_VRS_VET smallint not null check (COD_VRS_VET <= 999),
  NUM_CLS smallint,
  COD_DIP varchar(7),
  COD_VRS_VDI smallint,
  COD_DEC varchar(1),
  COD_DOS varchar(1),
  TEM_VAL varchar(1),
  COD_EXO_EXT varchar(4),
  LIB_CMT varchar(15),
  COD_RGI varchar(1),
  primary key (COD_IND_OPI, COD_CGE, COD_ETP, COD_VRS_VET),
  foreign key (COD_IND_OPI) references IND_OPI (COD_IND_OPI) on delete cascade
);

-- Attachments: one for each record and attachment code (BATCH_ASYNC_OPI_PJ). The server's max_allowed_packet has to be larger than
-- the largest attachment.
create table OPI_PJ (
  COD_IND_OPI integer not null,
  COD_TPJ varchar(5) not null,
  COD_OPI_INT_EPO varchar(10) not null,
  COD_ETU integer,
  LIB_NOM_PAT_IND_OPI varchar(30) not null,
  LIB_PR1_IND_OPI varchar(20) not null,
  NOM_FIC varchar(100) not null,
  TYP_FIC varchar(50) not null,
  TAI_FIC integer not null,
  DAT_DEP datetime not null,
  FIC longblob not null,
  primary key (COD_IND_OPI, COD_TPJ),
  foreign key (COD_IND_OPI) references IND_OPI (COD_IND_OPI) on delete cascade
);

import type { Text } from './words.ts';

export const lo: Text = {
  language: 'lo',
  machine: true,
  words: {
    'shell.skip': 'ຂ້າມໄປເນື້ອໃນ',
    'shell.language': 'ພາສາ',
    'welcome.title': 'ອຸປະກອນນີ້ຍັງບໍ່ມີກະແຈ',
    'welcome.sealed': 'ການແຈ້ງເຕືອນຖືກປະທັບຕາ ແລະ ເປີດໃນອຸປະກອນຂອງທ່ານເທົ່ານັ້ນ. ເກດເວ ແລະ ຜູ້ດຳເນີນການເຫັນແຕ່ໄຟລ໌ທີ່ປະທັບຕາ.',
    'welcome.audited': 'ທຸກການເປີດຖືກບັນທຶກໃສ່ບັນຊີ ພ້ອມລະຫັດຂອງທ່ານ ແລະ ຈຸດປະສົງ ກ່ອນໄຟລ໌ຈະເປີດ.',
  },
};

import type { DoctorWords } from './words.ts';

export const zh: DoctorWords = {
  language: 'zh',
  machine: true,
  findings: {
    'desk-without-key': {
      what: '无法发送给{agency}的{what}：没有有效的密钥',
      fix: '请密钥管理员公布密钥。',
    },
    'key-ends': {
      what: '{agency}的{what}的密钥{when}到期，下一个密钥尚未公布',
      fix: '请密钥管理员现在公布下一个密钥：需要提前数日。',
    },
    'key-left-over': {
      what: '{what}的第{count}号密钥已被替换并过期，但仍被保存',
      fix: '请密钥管理员销毁它：偷到它的人可以打开旧文件。',
    },
    'post-over': {
      what: '{agency}的联络点{what}已于{when}到期：其步骤无人负责',
      fix: '请协调员重新确认或另行指定。',
    },
    'post-ends': {
      what: '{agency}的联络点{what}{when}到期',
      fix: '请协调员重新确认或另行指定。',
    },
    'agency-without-gateway': {
      what: '{agency}没有公布网关：既不能为账本作证，也不能协助打开文件',
      fix: '请其登记员公布网关。',
    },
    'agreement-unsigned': {
      what: '协议{what}等待{agency}签署',
      fix: '请签署人阅读并签署。',
    },
    'agreement-suspended': {
      what: '{who}暂停了协议{what}：不得据此发送任何内容',
      fix: '请询问原因；只有暂停者可以恢复。',
    },
    'agreement-ends': {
      what: '协议{what}{when}到期',
      fix: '各方应及时达成新的协议。',
    },
    'no-agreement': {
      what: '没有与{agency}的有效协议：不能发送或接收任何内容',
      fix: '请签署人提出协议，由其他各方签署。',
    },
    'membership-unsigned': {
      what: '成员或托管方的变更等待{agency}表态',
      fix: '请登记员阅读后批准，或不予批准。',
    },
    'clock-off': {
      what: '本设备与网关的时钟相差{count}秒',
      fix: '请校正错误的时钟：看似过期的请求会被拒绝。',
    },
    'peer-silent': {
      what: '网关得不到{agency}的节点（peer）的回应：所示内容已旧，也不能发送',
      fix: '请运维人员查看节点是否运行，并启动它。',
    },
    'view-behind': {
      what: '网关落后其节点{count}个区块：所示内容已旧',
      fix: '它会自行赶上。若数字不减少，请运维人员查看日志。',
    },
    'view-broken': {
      what: '账本与网关所见不符：网关已停止跟随',
      fix: '请勿改动任何内容；立即告知运维人员和审计员。',
    },
    'not-cosigned': {
      what: '目前为账本作证的机构太少：无法打开有见证的文件',
      fix: '请{who}的运维人员查看其网关是否运行、能否连通。',
    },
    'cosigner-silent': {
      what: '{agency}目前没有为账本作证',
      fix: '请其运维人员查看网关是否运行、能否连通。',
    },
    contradiction: {
      what: '{when}发现{who}的账本与本机构的账本相互矛盾',
      fix: '请告知双方的审计员；经签名的证据在网关的mirror文件夹中。',
    },
    'no-trustees': {
      what: '尚未商定托管方：仅凭收件方的密钥即可打开文件',
      fix: '请各成员商定托管方。',
    },
    'trustees-end': {
      what: '托管方名册{when}到期：此后不能再用它加锁',
      fix: '请各密钥管理员公布下一批托管密钥，然后提出新名册。',
    },
    'registration-ends': {
      what: '您的登记{when}到期：此后您的密钥不能签名也不能打开任何内容',
      fix: '请登记员续期；密钥不变。',
    },
  },
};

import type { DoctorWords } from './words.ts';

export const vi: DoctorWords = {
  language: 'vi',
  machine: true,
  findings: {
    'desk-without-key': {
      what: 'Không ai viết được cho {what} của {agency}: không có khóa nào còn hiệu lực',
      fix: 'Người giữ khóa công bố một khóa.',
    },
    'key-ends': {
      what: 'Khóa của {what} thuộc {agency} hết hạn {when} và khóa tiếp theo chưa được công bố',
      fix: 'Người giữ khóa công bố khóa tiếp theo ngay: cần báo trước nhiều ngày.',
    },
    'key-left-over': {
      what: 'Khóa số {count} của {what} đã được thay, đã hết hạn mà vẫn còn giữ',
      fix: 'Người giữ khóa hủy nó: kẻ lấy được nó có thể mở tệp cũ.',
    },
    'post-over': {
      what: 'Đầu mối {what} của {agency} đã hết hạn {when}: không ai chịu trách nhiệm các bước',
      fix: 'Điều phối viên xác nhận lại hoặc chỉ định người khác.',
    },
    'post-ends': {
      what: 'Đầu mối {what} của {agency} hết hạn {when}',
      fix: 'Điều phối viên xác nhận lại hoặc chỉ định người khác.',
    },
    'agency-without-gateway': {
      what: '{agency} chưa công bố cổng: không thể làm chứng cho sổ cái hay giúp mở tệp',
      fix: 'Người đăng ký của cơ quan đó công bố cổng.',
    },
    'agreement-unsigned': {
      what: 'Thỏa thuận {what} đang chờ chữ ký của {agency}',
      fix: 'Người ký đọc và ký.',
    },
    'agreement-suspended': {
      what: '{who} đã đình chỉ thỏa thuận {what}: không được gửi gì theo đó',
      fix: 'Hãy hỏi lý do; chỉ bên đình chỉ mới khôi phục được.',
    },
    'agreement-ends': {
      what: 'Thỏa thuận {what} hết hạn {when}',
      fix: 'Các bên cần ký thỏa thuận khác kịp thời.',
    },
    'no-agreement': {
      what: 'Không có thỏa thuận nào với {agency} còn hiệu lực: không gửi và nhận được gì',
      fix: 'Người ký đề xuất một thỏa thuận, các bên khác ký.',
    },
    'membership-unsigned': {
      what: 'Một thay đổi thành viên hoặc bên giữ khóa đang chờ ý kiến của {agency}',
      fix: 'Người đăng ký đọc rồi phê duyệt, hoặc để đó.',
    },
    'clock-off': {
      what: 'Đồng hồ của thiết bị này và của cổng lệch nhau {count} giây',
      fix: 'Chỉnh đồng hồ sai: yêu cầu trông như đã cũ sẽ bị từ chối.',
    },
    'peer-silent': {
      what: 'Cổng không nhận được trả lời từ peer của {agency}: nội dung hiển thị đã cũ và không gửi được gì',
      fix: 'Người vận hành xem peer có chạy không và khởi động nó.',
    },
    'view-behind': {
      what: 'Cổng chậm hơn peer {count} khối: nội dung hiển thị đã cũ',
      fix: 'Nó sẽ tự bắt kịp. Nếu con số không giảm, người vận hành đọc nhật ký.',
    },
    'view-broken': {
      what: 'Sổ cái mâu thuẫn với những gì cổng đã thấy: cổng không theo tiếp',
      fix: 'Không thay đổi gì; báo ngay cho người vận hành và người kiểm tra.',
    },
    'not-cosigned': {
      what: 'Hiện có quá ít cơ quan làm chứng cho sổ cái: không mở được tệp có chứng kiến',
      fix: 'Người vận hành của {who} xem cổng của mình có chạy và kết nối được không.',
    },
    'cosigner-silent': {
      what: '{agency} hiện không làm chứng cho sổ cái',
      fix: 'Người vận hành của cơ quan đó xem cổng có chạy và kết nối được không.',
    },
    contradiction: {
      what: 'Phát hiện mâu thuẫn giữa sổ cái của {who} và của mình {when}',
      fix: 'Báo cho người kiểm tra của cả hai; bằng chứng đã ký nằm trong thư mục mirror của cổng.',
    },
    'no-trustees': {
      what: 'Chưa thống nhất bên giữ khóa: chỉ khóa của người nhận là mở được tệp',
      fix: 'Các thành viên thống nhất bên giữ khóa.',
    },
    'trustees-end': {
      what: 'Danh sách bên giữ khóa hết hạn {when}: sau đó không khóa được gì bằng nó',
      fix: 'Các người giữ khóa công bố khóa tiếp theo, rồi đề xuất danh sách mới.',
    },
    'registration-ends': {
      what: 'Đăng ký của bạn hết hạn {when}: sau đó khóa của bạn không ký và mở được gì',
      fix: 'Người đăng ký gia hạn; khóa giữ nguyên.',
    },
  },
};

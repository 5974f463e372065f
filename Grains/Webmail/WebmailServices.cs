using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;

namespace Portal.Grains.Webmail;

public static class WebmailServices
{
    public static IServiceCollection AddWebmail(this IServiceCollection services) => services
        .AddKeyedSingleton<IDelivery, ArrivedMailDelivery>(ConversationRules.ArrivedDelivery)
        .AddKeyedSingleton<IDelivery, ArrivedAtPracticeDelivery>(ConversationRules.ArrivedAtPracticeDelivery)
        .AddKeyedSingleton<IDelivery, MessageNoticeDelivery>(MailboxGrain.NoticeDelivery)
        .AddKeyedSingleton<IDelivery, StaffNoticeDelivery>(MailboxGrain.StaffNoticeDelivery);
}

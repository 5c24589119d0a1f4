// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "awsplaces.h"
#include "credentials/awschain.h"
#include "credentials/awsservices.h"
#include "outsidevectors.h"

#include <QTest>

using namespace credentials;
using namespace awsplaces;

namespace {

QByteArray textOf(const s3::Credentials &keys)
{
    return "keys " + keys.accessKeyId + ' ' + keys.secretAccessKey + ' ' + keys.sessionToken;
}

// One line that says which way a plan goes.
QByteArray textOf(const s3::Result<AwsPlan> &plan)
{
    if (!plan)
        return plan.error().code.toLatin1();
    struct Teller {
        QByteArray operator()(const s3::Credentials &keys) const { return textOf(keys); }
        QByteArray operator()(const WebIdentity &identity) const
        {
            return "identity " + identity.roleArn.toUtf8() + ' ' + identity.tokenFile.toUtf8() + ' ' + identity.sessionName.toUtf8();
        }
        QByteArray operator()(const SsoRole &role) const { return "sso " + role.accountId.toUtf8() + ' ' + role.roleName.toUtf8(); }
        QByteArray operator()(const CredentialCommand &command) const { return "process " + command.line.toUtf8(); }
        QByteArray operator()(const ContainerPlace &place) const { return "container " + place.url.toEncoded(); }
        QByteArray operator()(const InstancePlace &place) const { return "instance " + place.base.toEncoded(); }
    };
    QByteArray text = std::visit(Teller(), plan->base);
    for (const RoleToAssume &role : plan->roles)
        text += " > " + role.roleArn.toUtf8();
    return plan->elseError ? text + " or " + plan->elseError->code.toUtf8() : text;
}

s3::Result<AwsPlan> planOf(
    const QByteArray &config, const QByteArray &credentialsFile, const Variables &variables, const char *profile = "")
{
    const auto files = parseAwsFiles(config, credentialsFile);
    if (!files)
        return files.error();
    AwsWishes wishes;
    wishes.profile = QString::fromUtf8(profile);
    Variables all = variables;
    all.insert(QStringLiteral("HOME"), QStringLiteral("/home"));
    return planAwsCredentials(wishes, environmentOf(all), *files);
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

QByteArray propertiesOf(const QJsonObject &object)
{
    QByteArray lines;
    for (auto property = object.begin(); property != object.end(); ++property)
        lines += property.key().toUtf8() + " = " + property->toString().toUtf8() + '\n';
    return lines;
}

} // namespace

class TestAwsChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ways_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("credentialsFile");
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QByteArray>("profile");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray file = "[default]\naws_access_key_id = F\naws_secret_access_key = FS\n[dev]\naws_access_key_id = "
                                "D\naws_secret_access_key = DS\naws_session_token = DT\n";
        const auto row = [](const char *name, const QByteArray &config, const QByteArray &credentialsFile, const Variables &variables,
                             const char *profile, const char *expected) {
            QTest::newRow(name) << config << credentialsFile << variables << QByteArray(profile) << QByteArray(expected);
        };
        const auto E = [](std::initializer_list<std::pair<const char *, const char *>> more = {}) {
            Variables variables = v(more);
            variables.insert(v({{"AWS_ACCESS_KEY_ID", "E"}, {"AWS_SECRET_ACCESS_KEY", "ES"}}));
            return variables;
        };
        const Variables noInstance = v({{"AWS_EC2_METADATA_DISABLED", "True"}});
        const Variables identity = v({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}, {"AWS_ROLE_ARN", "arn"}, {"AWS_ROLE_SESSION_NAME", "me"}});
        const char *lastInstance = "instance http://169.254.169.254/ or NoCredentials";

        row("nothing", "", "", {}, "", lastInstance);
        row("nothing, no instance", "", "", noInstance, "", "NoCredentials");
        row("environment", "", file, E(), "", "keys E ES ");
        row("with token", "", "", E({{"AWS_SESSION_TOKEN", "ET"}}), "", "keys E ES ET");
        row("old token", "", "", E({{"AWS_SECURITY_TOKEN", "OT"}}), "", "keys E ES OT");
        row("trimmed", "", "", v({{"AWS_ACCESS_KEY_ID", " E\n"}, {"AWS_SECRET_ACCESS_KEY", "ES "}}), "", "keys E ES ");
        row("blank is unset", "", file, v({{"AWS_ACCESS_KEY_ID", " "}, {"AWS_SECRET_ACCESS_KEY", ""}}), "", "keys F FS ");
        row("secret missing", "", file, v({{"AWS_ACCESS_KEY_ID", "E"}}), "", "PartialCredentials");
        row("id missing", "", file, v({{"AWS_SECRET_ACCESS_KEY", "ES"}, {"AWS_ACCESS_KEY_ID", " "}}), "", "keys F FS ");
        row("a line break within", "", "", v({{"AWS_ACCESS_KEY_ID", "E\nX-Evil: 1"}, {"AWS_SECRET_ACCESS_KEY", "ES"}}), "",
            "UnusableCredentials");
        // A secret only signs, and servers like MinIO and Ceph let people choose it.
        row("a secret of words", "", "", v({{"AWS_ACCESS_KEY_ID", "E"}, {"AWS_SECRET_ACCESS_KEY", "pass wörd"}}), "", "keys E pass wörd ");
        row("an ID of words", "", "", v({{"AWS_ACCESS_KEY_ID", "E F"}, {"AWS_SECRET_ACCESS_KEY", "ES"}}), "", "UnusableCredentials");
        row("a token in Latin", "", "", E({{"AWS_SESSION_TOKEN", "tök"}}), "", "UnusableCredentials");
        row("default profile", "", file, {}, "", "keys F FS ");
        row("AWS_PROFILE", "", file, v({{"AWS_PROFILE", "dev"}}), "", "keys D DS DT");
        row("AWS_DEFAULT_PROFILE", "", file, v({{"AWS_DEFAULT_PROFILE", "dev"}}), "", "keys D DS DT");
        row("environment before AWS_PROFILE", "", file, E({{"AWS_PROFILE", "dev"}}), "", "keys E ES ");
        row("explicit profile before environment", "", file, E(), "dev", "keys D DS DT");
        row("no such profile", "", file, {}, "gone", "ProfileNotFound");
        row("no such AWS_PROFILE", "", file, v({{"AWS_PROFILE", "gone"}}), "", "ProfileNotFound");
        row("keys in config", "[profile c]\naws_access_key_id = C\naws_secret_access_key = CS\n", "", {}, "c", "keys C CS ");
        row("half a profile", "", "[h]\naws_access_key_id = H\n", {}, "h", "PartialCredentials");
        row("halves of two files", "[profile h]\naws_secret_access_key = X\n", "[h]\naws_access_key_id = H\n", {}, "h",
            "PartialCredentials");
        row("token of the other file", "[profile h]\naws_session_token = X\n", "[h]\naws_access_key_id = H\naws_secret_access_key = HS\n",
            {}, "h", "keys H HS ");
        row("region only", "[profile e]\nregion = x\n", "", {}, "e", lastInstance);
        row("region only, no instance", "[profile e]\nregion = x\n", "", noInstance, "e", "NoCredentials");

        row("role", "[profile r]\nrole_arn = R\nsource_profile = default\n", file, {}, "r", "keys F FS  > R");
        row("role before own keys", "[profile dev]\nrole_arn = R\nsource_profile = default\n", file, {}, "dev", "keys F FS  > R");
        row("source with keys and a role",
            "[profile r]\nrole_arn = R\nsource_profile = dev\n[profile dev]\nrole_arn = Q\nsource_profile = r\n", file, {}, "r",
            "keys D DS DT > R");
        row("role of itself", "[profile dev]\nrole_arn = R\nsource_profile = dev\n", file, {}, "dev", "keys D DS DT > R");
        row("role of itself without keys", "[profile r]\nrole_arn = R\nsource_profile = r\n", file, {}, "r", "ProfileLoop");
        row("loop of three",
            "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = c\n[profile c]\nrole_arn = "
            "C\nsource_profile = a\n",
            file, {}, "a", "ProfileLoop");
        row("loop back to keys", "[profile dev]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = dev\n", file,
            {}, "dev", "ProfileLoop");
        row("source that is gone", "[profile r]\nrole_arn = R\nsource_profile = gone\n", file, {}, "r", "SourceProfileNotFound");
        row("source without keys", "[profile r]\nrole_arn = R\nsource_profile = e\n[profile e]\nregion = x\n", file, {}, "r",
            "NoCredentials");
        row("source of a process", "[profile r]\nrole_arn = R\nsource_profile = p\n[profile p]\ncredential_process = /bin/keys\n", file, {},
            "r", "process /bin/keys > R");
        row("source does not read the environment", "[profile r]\nrole_arn = R\nsource_profile = e\n[profile e]\nregion = x\n", "", E(),
            "r", "NoCredentials");
        row("role of the environment", "[profile r]\nrole_arn = R\ncredential_source = Environment\n", "", E(), "r", "keys E ES  > R");
        row("role of an empty environment", "[profile r]\nrole_arn = R\ncredential_source = Environment\n", file, {}, "r", "NoCredentials");
        row("role of the instance", "[profile r]\nrole_arn = R\ncredential_source = Ec2InstanceMetadata\n", file, {}, "r",
            "instance http://169.254.169.254/ > R");
        row("role of a disabled instance", "[profile r]\nrole_arn = R\ncredential_source = Ec2InstanceMetadata\n", file, noInstance, "r",
            "NoCredentials");
        row("role of the container", "[profile r]\nrole_arn = R\ncredential_source = EcsContainer\n", file,
            v({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"}}), "r", "container http://169.254.170.2/c > R");
        row("role of no container", "[profile r]\nrole_arn = R\ncredential_source = EcsContainer\n", file, {}, "r", "NoCredentials");
        row("role of nonsense", "[profile r]\nrole_arn = R\ncredential_source = Moon\n", file, {}, "r", "RoleIncomplete");
        row("role of nothing", "[profile r]\nrole_arn = R\n", file, {}, "r", "RoleIncomplete");
        row("role of both", "[profile r]\nrole_arn = R\nsource_profile = dev\ncredential_source = Environment\n", file, E(), "r",
            "RoleIncomplete");
        row("role for too long", "[profile r]\nrole_arn = R\nsource_profile = dev\nduration_seconds = 60\n", file, {}, "r",
            "RoleIncomplete");
        row("role for ever", "[profile r]\nrole_arn = R\nsource_profile = dev\nduration_seconds = ever\n", file, {}, "r", "RoleIncomplete");
        row("source_profile without a role is nothing", "[profile dev]\nsource_profile = gone\n", file, {}, "dev", "keys D DS DT");

        row("web identity", "[profile w]\nrole_arn = R\nweb_identity_token_file = /t\nrole_session_name = me\n", "", {}, "w",
            "identity R /t me");
        row("web identity as a source",
            "[profile r]\nrole_arn = R\nsource_profile = w\n[profile w]\nrole_arn = W\nweb_identity_token_file = /t\n", "", {}, "r",
            "identity W /t  > R");
        row("web identity without a role", "[profile w]\nweb_identity_token_file = /t\n", "", {}, "w", "WebIdentityIncomplete");
        row("web identity of the environment", "", file, identity, "", "identity arn /t me");
        row("… without a role", "", file, v({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}}), "", "WebIdentityIncomplete");
        row("… stands back for an explicit profile", "", file, identity, "dev", "keys D DS DT");
        row("… and for a role", "[default]\nrole_arn = R\nsource_profile = dev\n", file, identity, "", "keys D DS DT > R");
        row("… but not for keys of a profile that merely is there", "", file, identity, "", "identity arn /t me");

        const QByteArray corp = "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.test/start\n";
        row("SSO", corp + "[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n", "", {}, "s", "sso 1 R");
        row("SSO before keys", corp + "[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n", file, {}, "dev",
            "sso 1 R");
        row("SSO, older form", "[profile s]\nsso_start_url = https://x\nsso_region = r\nsso_account_id = 1\nsso_role_name = R\n", "", {},
            "s", "sso 1 R");
        row("SSO as a source",
            corp + "[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[profile r]\nrole_arn = "
                   "Q\nsource_profile = s\n",
            "", {}, "r", "sso 1 R > Q");
        row("SSO without its session", "[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n", "", {}, "s",
            "SsoIncomplete");
        row("SSO that contradicts itself",
            corp + "[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\nsso_region = us-east-1\n", "", {}, "s",
            "SsoIncomplete");
        row("SSO without a role", corp + "[profile s]\nsso_session = corp\nsso_account_id = 1\n", "", {}, "s", "SsoIncomplete");
        row("SSO for a token only", corp + "[profile s]\nsso_session = corp\n", "", {}, "s", "SsoIncomplete");
        row("SSO in no region", "[profile s]\nsso_start_url = https://x\nsso_region = evil.test/\nsso_account_id = 1\nsso_role_name = R\n",
            "", {}, "s", "InvalidRegion");

        row("process", "[profile p]\ncredential_process = /bin/keys\n", "", {}, "p", "process /bin/keys");
        row("keys before the process", "[profile dev]\ncredential_process = /bin/keys\n", file, {}, "dev", "keys D DS DT");
        row("process before keys in config", "[profile p]\ncredential_process = /k\naws_access_key_id = C\naws_secret_access_key = CS\n",
            "", {}, "p", "process /k");
        row("login session", "[profile l]\nlogin_session = x\n", "", {}, "l", "UnsupportedCredentials");

        row("container", "", "", v({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c?a=1"}}), "",
            "container http://169.254.170.2/c?a=1 or NoCredentials");
        row("container after the profile", "", file, v({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"}}), "", "keys F FS ");
        row("container at a stranger's", "", "", v({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/c"}}), "",
            "InvalidContainerUri");
        row("container at 127.0.1.1", "", "", v({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.1.1:80/c"}}), "",
            "container http://127.0.1.1:80/c or NoCredentials");
        row("container at a look-alike", "", "", v({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.evil.test/c"}}), "",
            "InvalidContainerUri");
        row("container with a user", "", "", v({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://me:pw@example.com/c"}}), "",
            "InvalidContainerUri");
        row("container below another host", "", "", v({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ".evil.test/c"}}), "",
            "InvalidContainerUri");
        row("instance elsewhere", "", "", v({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9/x"}}), "",
            "instance http://127.0.0.1:9/x/ or NoCredentials");
    }

    void ways()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, credentialsFile);
        QFETCH(Variables, variables);
        QFETCH(QByteArray, profile);
        QFETCH(QByteArray, expected);
        const auto plan = planOf(config, credentialsFile, variables, profile.constData());
        QCOMPARE(textOf(plan), expected);
        if (!plan) {
            QVERIFY(plan.error().kind == s3::ErrorKind::NeedsUser);
            QVERIFY2(plan.error().message.endsWith(QLatin1Char('.')), qPrintable(plan.error().message));
        }
    }

    void rolesKeepTheirDetails()
    {
        const auto plan = planOf("[profile r]\nrole_arn = R\nsource_profile = default\nrole_session_name = me\nexternal_id = x\n"
                                 "mfa_serial = arn:mfa\nduration_seconds = 3600\n",
            "[default]\naws_access_key_id = F\naws_secret_access_key = FS\n", {}, "r");
        QVERIFY(plan.ok());
        QVERIFY(plan->needsMfa());
        QVERIFY(!plan->isAnonymous());
        const RoleToAssume expected{
            QStringLiteral("r"), QStringLiteral("R"), QStringLiteral("me"), QStringLiteral("x"), QStringLiteral("arn:mfa"), 3600};
        QVERIFY(plan->roles == QList<RoleToAssume>{expected});
    }

    void anonymous()
    {
        AwsWishes wishes;
        wishes.noSignRequest = true;
        const auto plan = planAwsCredentials(wishes, environmentOf(v({{"AWS_ACCESS_KEY_ID", "E"}})), {});
        QVERIFY(plan.ok());
        QVERIFY(plan->isAnonymous());
    }

    void errorsSayWhich()
    {
        auto plan = planOf("", "", v({{"AWS_ACCESS_KEY_ID", "E"}}));
        QCOMPARE(
            plan.error().message, QStringLiteral("The environment has the access key ID but not the secret access key; both are needed."));
        plan = planOf("", "[default]\naws_secret_access_key = hush\n", {});
        QCOMPARE(plan.error().message,
            QStringLiteral("The profile “default” has the secret access key but not the access key ID; both are needed."));
        plan = planOf("[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = a\n", "", {}, "a");
        QVERIFY2(plan.error().message.contains(QStringLiteral("“a”, “b”")), qPrintable(plan.error().message));
    }

    void stsPlaces_data()
    {
        QTest::addColumn<QByteArray>("more"); // properties of the profile, and sections
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<bool>("profileOnly");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &more, const Variables &variables, bool profileOnly, const char *expected) {
            QTest::newRow(name) << more << variables << profileOnly << QString::fromLatin1(expected);
        };
        row("no region", "", {}, false, "https://sts.us-east-1.amazonaws.com us-east-1");
        row("profile", "region = eu-west-1\n", {}, false, "https://sts.eu-west-1.amazonaws.com eu-west-1");
        row("variable", "region = eu-west-1\n", v({{"AWS_REGION", "sa-east-1"}}), false, "https://sts.sa-east-1.amazonaws.com sa-east-1");
        row("variable of no account", "region = eu-west-1\n", v({{"AWS_REGION", "sa-east-1"}}), true,
            "https://sts.eu-west-1.amazonaws.com eu-west-1");
        row("China", "region = cn-north-1\n", {}, false, "https://sts.cn-north-1.amazonaws.com.cn cn-north-1");
        row("FIPS", "region = us-east-2\nuse_fips_endpoint = true\n", {}, false, "https://sts-fips.us-east-2.amazonaws.com us-east-2");
        row("FIPS in GovCloud", "region = us-gov-west-1\nuse_fips_endpoint = true\n", {}, false,
            "https://sts.us-gov-west-1.amazonaws.com us-gov-west-1");
        row("both", "region = us-east-2\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n", {}, false,
            "https://sts-fips.us-east-2.api.aws us-east-2");
        const QByteArray all = "endpoint_url = http://profile.test\nservices = mine\n[services mine]\nsts =\n  endpoint_url = "
                               "http://services.test\ns3 =\n  endpoint_url = http://other.test\n";
        row("profile's endpoint", "endpoint_url = http://profile.test\n", {}, false, "http://profile.test us-east-1");
        row("services", all, {}, false, "http://services.test us-east-1");
        row("general variable", all, v({{"AWS_ENDPOINT_URL", "http://all.test"}}), false, "http://all.test us-east-1");
        row("general variable of no account", all, v({{"AWS_ENDPOINT_URL", "http://all.test"}}), true, "http://services.test us-east-1");
        row("STS variable", all, v({{"AWS_ENDPOINT_URL", "http://all.test"}, {"AWS_ENDPOINT_URL_STS", "http://sts.test:8/p"}}), false,
            "http://sts.test:8/p us-east-1");
        row("STS variable for a profile", all, v({{"AWS_ENDPOINT_URL_STS", "http://sts.test:8/p"}}), true, "http://sts.test:8/p us-east-1");
        row("S3 variable is none of its business", "", v({{"AWS_ENDPOINT_URL_S3", "http://s3.test"}}), false,
            "https://sts.us-east-1.amazonaws.com us-east-1");
        row("ignored", all, v({{"AWS_ENDPOINT_URL", "http://all.test"}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}), false,
            "https://sts.us-east-1.amazonaws.com us-east-1");
        row("bad region", "region = a/b\n", {}, false, "InvalidRegion");
        row("bad endpoint", "endpoint_url = ftp://x\n", {}, false, "InvalidEndpoint");
    }

    void stsPlaces()
    {
        QFETCH(QByteArray, more);
        QFETCH(Variables, variables);
        QFETCH(bool, profileOnly);
        QFETCH(QString, expected);
        AwsWishes wishes;
        wishes.profile = QStringLiteral("r");
        wishes.profileOnly = profileOnly;
        const auto files = parseAwsFiles("[profile r]\nrole_arn = R\nsource_profile = default\n" + more,
            "[default]\naws_access_key_id = F\naws_secret_access_key = FS\n");
        QVERIFY(files.ok());
        const auto plan = planAwsCredentials(wishes, environmentOf(variables), *files);
        QCOMPARE(plan ? plan->sts.url() + QLatin1Char(' ') + QString::fromLatin1(plan->sts.signingRegion()) : plan.error().code, expected);
    }

    void ssoPlaces()
    {
        const auto plan = planOf("[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[sso-session corp]\n"
                                 "sso_region = eu-west-1\nsso_start_url = https://corp.test/start\n",
            "", v({{"AWS_REGION", "us-west-1"}, {"AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:7"}}), "s");
        QVERIFY(plan.ok());
        const SsoRole role = std::get<SsoRole>(plan->base);
        QCOMPARE(role.portal.url(), QStringLiteral("https://portal.sso.eu-west-1.amazonaws.com"));
        QCOMPARE(role.oidc.url(), QStringLiteral("http://127.0.0.1:7"));
        // As `aws sso login` names it: printf corp | sha1sum.
        QCOMPARE(role.cacheFile, QStringLiteral("/home/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"));
    }

    // AWS's own tests of how profiles lead to one another.
    void outsideProfiles_data() { outside::rowsOf(QStringLiteral("assume-role-tests.json"), "tests", "docs"); }

    void outsideProfiles()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("assume-role-tests.json")).constData());
        const QJsonObject input = test.value(QLatin1String("input")).toObject();
        QByteArray config;
        const QJsonObject profiles = input.value(QLatin1String("profiles")).toObject();
        for (auto profile = profiles.begin(); profile != profiles.end(); ++profile)
            config += "[profile " + profile.key().toUtf8() + "]\n" + propertiesOf(profile->toObject());
        const QJsonObject sessions = input.value(QLatin1String("sso_sessions")).toObject();
        for (auto session = sessions.begin(); session != sessions.end(); ++session)
            config += "[sso-session " + session.key().toUtf8() + "]\n" + propertiesOf(session->toObject());
        const QByteArray selected = text(input, "selected_profile").toUtf8();
        const QJsonObject output = test.value(QLatin1String("output")).toObject();
        const bool isRefused = output.contains(QLatin1String("Error"));
        // A plan may not end at the instance where a profile should have been refused.
        const auto plan = planOf(config, "", isRefused ? v({{"AWS_EC2_METADATA_DISABLED", "true"}}) : Variables(), selected.constData());

        if (isRefused) {
            QVERIFY2(!plan.ok(), textOf(plan).constData());
            return;
        }
        const QJsonArray chain = output.value(QLatin1String("ProfileChain")).toArray();
        QVERIFY(!chain.isEmpty());
        if (const QJsonObject sso = chain.first().toObject().value(QLatin1String("Sso")).toObject();
            !sso.isEmpty() && !sso.contains(QLatin1String("sso_account_id"))) {
            QCOMPARE(textOf(plan), QByteArray("SsoIncomplete")); // a token opens nothing at S3
            return;
        }
        QVERIFY2(plan.ok(), plan.ok() ? "" : qPrintable(plan.error().message));
        compareBase(plan->base, chain.first().toObject());
        QCOMPARE(plan->roles.size(), chain.size() - 1);
        for (qsizetype i = 1; i < chain.size(); ++i) {
            const QJsonObject role = chain.at(i).toObject().value(QLatin1String("AssumeRole")).toObject();
            QCOMPARE(plan->roles.at(i - 1).roleArn, text(role, "role_arn"));
            QCOMPARE(plan->roles.at(i - 1).sessionName, text(role, "role_session_name"));
            QCOMPARE(plan->roles.at(i - 1).externalId, text(role, "external_id"));
        }
    }

    // botocore's answers to the same files and variables.
    void outsideResolution_data() { outside::rowsOf(QStringLiteral("resolution.json"), "cases", "name"); }

    void outsideResolution()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("resolution.json")).constData());
        QTemporaryDir home;
        const QProcessEnvironment environment = outside::placeCase(test, home);
        const QJsonObject expected = test.value(QLatin1String("expect")).toObject();
        AwsWishes wishes;
        wishes.profile = text(test, "profile");
        const auto files = readAwsFiles(environment);
        const auto plan = files ? planAwsCredentials(wishes, environment, *files) : s3::Result<AwsPlan>(files.error());
        if (expected.contains(QLatin1String("error"))) {
            QVERIFY2(!plan.ok(), textOf(plan).constData());
            return;
        }
        const QJsonObject wanted = expected.value(QLatin1String("credentials")).toObject();
        const QString method = text(wanted, "method"), error = text(wanted, "error");
        if (method == QLatin1String("custom-process")) {
            QVERIFY2(textOf(plan).startsWith("process "), textOf(plan).constData()); // what it says is tst_acquisition's business
        } else if (error == QLatin1String("SSOTokenLoadError")) {
            QVERIFY2(textOf(plan).startsWith("sso "), textOf(plan).constData());
        } else if (!error.isEmpty()) {
            // Refused at once, or by whoever has to be asked first: that, too, is tst_acquisition's.
            const QByteArray planned = textOf(plan);
            QVERIFY2(!plan.ok() || planned.startsWith("process ") || planned.startsWith("identity ") || planned.startsWith("sso "),
                planned.constData());
        } else if (method.isEmpty()) {
            QVERIFY2(!plan.ok() || plan->elseError, textOf(plan).constData());
        } else {
            const QByteArray keys = "keys " + text(wanted, "access_key_id").toUtf8() + ' ' + text(wanted, "secret_access_key").toUtf8() +
                                    ' ' + text(wanted, "session_token").toUtf8();
            QVERIFY(textOf(plan) == keys); // not QCOMPARE: it would print a secret
        }
    }

    void outsideContainers_data() { outside::rowsOf(QStringLiteral("ecs-tests.json"), "tests", "docs"); }

    void outsideContainers()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("ecs-tests.json")).constData());
        const auto place = containerPlace(environmentOf(variablesIn(test.value(QLatin1String("env")).toObject())));
        const QJsonObject result = test.value(QLatin1String("result")).toObject();
        if (result.contains(QLatin1String("Ok"))) {
            QVERIFY(place && place->ok());
            QCOMPARE(QString::fromLatin1(place->value().url.toEncoded()), text(result, "Ok"));
        } else {
            QVERIFY(!place || !place->ok());
        }
    }

    void outsideInstances_data() { outside::rowsOf(QStringLiteral("imds-endpoint-tests.json"), "tests", "docs"); }

    void outsideInstances()
    {
        QFETCH(QJsonObject, test);
        if (test.isEmpty())
            QSKIP(outside::skipText(QStringLiteral("imds-endpoint-tests.json")).constData());
        Variables variables = variablesIn(test.value(QLatin1String("env")).toObject());
        const QJsonObject fs = test.value(QLatin1String("fs")).toObject();
        const auto files = parseAwsFiles(text(fs, qPrintable(variables.value(QStringLiteral("AWS_CONFIG_FILE")))).toUtf8(), {});
        QVERIFY(files.ok());
        // What a program gives as an option we take from the variable only.
        for (const auto &[option, variable] : {std::pair{"endpoint_override", "AWS_EC2_METADATA_SERVICE_ENDPOINT"},
                 std::pair{"mode_override", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"}}) {
            if (test.contains(QLatin1String(option)))
                variables.insert(QString::fromLatin1(variable), text(test, option));
        }
        const auto place = instancePlace(environmentOf(variables), files->profiles.value(QStringLiteral("default")));
        QVERIFY(place);
        const QJsonObject result = test.value(QLatin1String("result")).toObject();
        if (result.contains(QLatin1String("Ok"))) {
            QVERIFY2(place->ok(), place->ok() ? "" : qPrintable(place->error().message));
            QCOMPARE(QString::fromLatin1(place->value().base.toEncoded()) + QStringLiteral("latest/api/token"), text(result, "Ok"));
        } else {
            QVERIFY(!place->ok());
        }
    }

private:
    static void compareBase(const CredentialBase &base, const QJsonObject &wanted)
    {
        const QString kind = wanted.keys().value(0);
        const QJsonObject fields = wanted.value(kind).toObject();
        if (kind == QLatin1String("AccessKey")) {
            const auto *keys = std::get_if<s3::Credentials>(&base);
            QVERIFY(keys);
            QVERIFY(textOf(*keys) == "keys " + text(fields, "access_key_id").toUtf8() + ' ' + text(fields, "secret_access_key").toUtf8() +
                                         ' ' + text(fields, "session_token").toUtf8());
        } else if (kind == QLatin1String("WebIdentityToken")) {
            const auto *identity = std::get_if<WebIdentity>(&base);
            QVERIFY(identity);
            QCOMPARE(identity->roleArn, text(fields, "role_arn"));
            QCOMPARE(identity->tokenFile, text(fields, "web_identity_token_file"));
            QCOMPARE(identity->sessionName, text(fields, "role_session_name"));
        } else if (kind == QLatin1String("Sso")) {
            const auto *role = std::get_if<SsoRole>(&base);
            QVERIFY(role);
            QCOMPARE(role->accountId, text(fields, "sso_account_id"));
            QCOMPARE(role->roleName, text(fields, "sso_role_name"));
            QCOMPARE(role->startUrl, text(fields, "sso_start_url"));
            QCOMPARE(role->portal.region, text(fields, "sso_region"));
            QCOMPARE(role->session, text(fields, "sso_session"));
        } else if (kind == QLatin1String("CredentialProcess")) {
            QVERIFY(std::holds_alternative<CredentialCommand>(base));
        } else if (kind == QLatin1String("NamedSource")) {
            const QString name = wanted.value(kind).toString();
            QVERIFY(name == QLatin1String("EcsContainer")          ? std::holds_alternative<ContainerPlace>(base)
                    : name == QLatin1String("Ec2InstanceMetadata") ? std::holds_alternative<InstancePlace>(base)
                                                                   : std::holds_alternative<s3::Credentials>(base));
        } else {
            QFAIL(qPrintable(QStringLiteral("a kind that nobody knows: ") + kind));
        }
    }
};

QTEST_GUILESS_MAIN(TestAwsChain)
#include "tst_awschain.moc"

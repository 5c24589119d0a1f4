// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "identities.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <functional>
#include <memory>

namespace nettest {

namespace {

template <class T, void (*release)(T *)>
struct Release {
    void operator()(T *thing) const { release(thing); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;

QByteArray pem(const std::function<int(BIO *)> &write)
{
    BIO *memory = BIO_new(BIO_s_mem());
    write(memory);
    char *text = nullptr;
    const long length = BIO_get_mem_data(memory, &text);
    const QByteArray bytes(text, length);
    BIO_free(memory);
    return bytes;
}

template <class T>
T *fromPem(const QByteArray &text, T *(*read)(BIO *, T **, pem_password_cb *, void *))
{
    BIO *memory = BIO_new_mem_buf(text.constData(), static_cast<int>(text.size()));
    T *thing = read(memory, nullptr, nullptr, nullptr);
    BIO_free(memory);
    return thing;
}

void extend(X509 *certificate, X509 *issuer, int what, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.constData());
    if (!extension)
        qFatal("no such extension: %s", value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

Identity issue(const Recipe &recipe)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    quint32 serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), recipe.from);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), recipe.to);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char *>(recipe.name.constData()), -1, -1, 0);

    Certificate issuer;
    Key issuerKey;
    if (recipe.issuer) {
        issuer.reset(fromPem<X509>(recipe.issuer->certificate, PEM_read_bio_X509));
        issuerKey.reset(fromPem<EVP_PKEY>(recipe.issuer->key, PEM_read_bio_PrivateKey));
    }
    X509 *by = issuer ? issuer.get() : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(by));
    extend(certificate.get(), by, NID_basic_constraints, recipe.isAuthority ? "critical,CA:TRUE" : "CA:FALSE");
    extend(certificate.get(), by, NID_subject_key_identifier, "hash");
    QByteArrayList names;
    for (const QByteArray &host : recipe.hosts)
        names.append(host.startsWith("IP:") ? host : "DNS:" + host);
    if (!names.isEmpty())
        extend(certificate.get(), by, NID_subject_alt_name, names.join(','));
    X509_sign(certificate.get(), issuerKey ? issuerKey.get() : key.get(), EVP_sha256());

    return {pem([&](BIO *to) { return PEM_write_bio_X509(to, certificate.get()); }),
        pem([&](BIO *to) { return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

QSslConfiguration serverConfiguration(const Identity &own, const QList<Identity> &chain)
{
    QList<QSslCertificate> shown{QSslCertificate(own.certificate)};
    for (const Identity &next : chain)
        shown.append(QSslCertificate(next.certificate));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(shown);
    configuration.setPrivateKey(QSslKey(own.key, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace nettest

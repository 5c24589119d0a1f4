// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/permissiondialog.h"

#include "ui/dialogpieces.h"
#include "ui/factlist.h"
#include "ui/formatting.h"
#include "ui/messages.h"
#include "ui/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using s3::Operation;

namespace {

QString meaning(Operation operation)
{
    switch (operation) {
    case Operation::ListMultipartUploads:
        return PermissionDialog::tr(
            "Without it the server does not say which unfinished uploads this bucket has: there may be none, or many.");
    case Operation::ListParts:
        return PermissionDialog::tr(
            "Without it the server does not say what an unfinished upload holds, nor when its last part arrived, and "
            "nothing can prove that a cancelled one is gone.");
    case Operation::AbortMultipartUpload:
        return PermissionDialog::tr("Without it unfinished uploads cannot be cancelled: their parts stay on the server and are billed.");
    case Operation::GetBucketLifecycle:
        return PermissionDialog::tr("Without it the rules of this bucket cannot be read, and Davit does not write rules over ones it has "
                                    "not seen.");
    case Operation::PutBucketLifecycle:
        return PermissionDialog::tr("Without it the rules of this bucket can be read, but not changed.");
    case Operation::ListBuckets:
        return PermissionDialog::tr("Without it the server does not say which buckets there are. A bucket whose name you know can be typed "
                                    "all the same.");
    default:
        break;
    }
    return PermissionDialog::tr("Without it the server refuses this request.");
}

// The commonest mistake in such policies: the right action on the other resource.
QString resourceNote(const s3::Permission &permission)
{
    if (permission.resource == QLatin1String("*"))
        return PermissionDialog::tr("It is granted for the account, not for a bucket.");
    if (permission.resource.endsWith(QLatin1String("/*")))
        return PermissionDialog::tr("It belongs to the objects (“/*” at the end): a policy for the bucket alone does not grant it.");
    return PermissionDialog::tr("It belongs to the bucket itself (no “/*” at the end): a policy for its objects alone does not grant it.");
}

QList<s3::Permission> wanted(Operation operation, const QString &bucket)
{
    QList<s3::Permission> all;
    if (!bucket.isEmpty())
        all = s3::cleaningPermissions(bucket);
    if (operation == Operation::PutBucketLifecycle)
        all.append(s3::permissionFor(Operation::GetBucketLifecycle, bucket));
    all.append(s3::permissionFor(operation, bucket));
    return all;
}

} // namespace

QString missingPermission(Operation operation, const QString &bucket)
{
    const s3::Permission permission = s3::permissionFor(operation, bucket);
    return PermissionDialog::tr("This account lacks %1 on %2.").arg(permission.action, printable(permission.resource));
}

PermissionDialog::PermissionDialog(
    const upload::Connection &connection, const QString &bucket, Operation operation, const s3::Error &error, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("permissionDialog"));
    setWindowTitle(tr("Permission missing"));
    const s3::Permission permission = s3::permissionFor(operation, bucket);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    QLabel *heading = dialogWords("permissionHeading", nullptr, this);
    heading->setFont(headingFont(font()));
    setWords(heading, tr("“%1” lacks a permission").arg(shortened(connection.name, 40)));
    column->addWidget(heading);

    auto *facts = new FactList(84, this);
    facts->setValue(facts->add(tr("Permission"), FactList::Identifier), permission.action);
    facts->setValue(facts->add(tr("Resource"), FactList::Identifier), printable(permission.resource));
    column->addWidget(facts);
    QLabel *what = dialogWords("permissionMeaning", nullptr, this);
    setWords(what, meaning(operation) + QLatin1Char('\n') + resourceNote(permission));
    column->addWidget(what);

    auto *row = new QHBoxLayout;
    QLabel *caption = dialogWords("policyCaption", "muted", this);
    setWords(caption, bucket.isEmpty() ? tr("The least policy, for whoever administers the account:")
                                       : tr("The least policy to see unfinished uploads of this bucket and delete them, for its owner:"));
    QPushButton *copy = dialogButton(tr("Copy the policy"), "copyPolicy", nullptr, this);
    row->addWidget(caption, 1);
    row->addWidget(copy);
    column->addLayout(row);
    const QString policy = QString::fromUtf8(s3::leastPolicy(wanted(operation, bucket))).trimmed();
    QPlainTextEdit *text = readOnlyText("policy", tr("The least policy"), true, this);
    text->setPlainText(policy);
    text->setMinimumHeight(140);
    column->addWidget(text, 1);
    connect(copy, &QPushButton::clicked, this, [policy, copy] {
        QGuiApplication::clipboard()->setText(policy);
        rename(copy, tr("Copied"));
    });

    QPlainTextEdit *details = readOnlyText("permissionDetails", tr("What the server said"), false, this);
    details->setPlainText(technicalDetails(error));
    details->setFixedHeight(96);
    details->hide();
    column->addWidget(details);
    auto *footer = new QHBoxLayout;
    QPushButton *more = dialogButton(tr("Details"), "permissionDetailsButton", "link", this);
    more->setCheckable(true);
    connect(more, &QPushButton::toggled, this, [details, more](bool shown) {
        details->setVisible(shown);
        rename(more, shown ? tr("Hide details") : tr("Details"));
    });
    QPushButton *close = dialogButton(tr("Close"), "permissionClose", nullptr, this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    footer->addWidget(more);
    footer->addStretch(1);
    footer->addWidget(close);
    column->addLayout(footer);
    copy->setFocus();
    resize(620, 540);
}

} // namespace ui

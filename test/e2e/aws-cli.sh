#!/bin/sh
# Walks the operations with AWS's own command line, and prints a line of TAP for each call.
#
#   AWS=/usr/bin/aws ENDPOINT=http://127.0.0.1:PORT ZIPS=folder sh aws-cli.sh
#
# `ok PATTERN ARGUMENTS…`: the call succeeds and what it prints has the pattern (grep -E) in it.
# `no PATTERN ARGUMENTS…`: the service refuses it, and the message has the pattern in it.
# A new operation is a new line; a call takes one to two seconds.
set -u

export AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1
export AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

role=arn:aws:iam::123456789012:role/worker
arn=arn:aws:lambda:us-east-1:000000000000:function
calls=0
out=$(mktemp)
trap 'rm -f "$out"' EXIT

call() {
  calls=$((calls + 1))
  "$AWS" --endpoint-url "$ENDPOINT" --output json --cli-binary-format raw-in-base64-out "$@" >"$out" 2>&1
}

# tell WANTED GOT PATTERN ARGUMENTS…
tell() {
  wanted=$1 got=$2 pattern=$3
  shift 3
  if [ "$got" = "$wanted" ] && printf '%s\n' "$(tr -d '\n' <"$out")" | grep -Eq -- "$pattern"; then
    echo "ok $calls - $*"
  else
    echo "not ok $calls - $*"
    sed 's/^/#   /' "$out"
    echo "#   exit status $got; wanted $wanted and: $pattern"
  fi
}

ok() {
  pattern=$1
  shift
  call "$@"
  tell 0 $? "$pattern" "$@"
}

# 254 is the status for what the service has refused.
no() {
  pattern=$1
  shift
  call "$@"
  tell 254 $? "$pattern" "$@"
}

# Functions
ok '"State": "Pending"' lambda create-function --function-name cli --runtime nodejs22.x --role $role \
  --handler index.handler --zip-file "fileb://$ZIPS/one.zip" --environment 'Variables={TABLE=orders}' \
  --tags team=a
ok '^$' lambda wait function-active-v2 --function-name cli
no 'ResourceConflictException.*Function already exist: cli' lambda create-function --function-name cli \
  --runtime nodejs22.x --role $role --handler index.handler --zip-file "fileb://$ZIPS/one.zip"
ok '"RepositoryType": "S3".*"Tags": \{ *"team": "a"' lambda get-function --function-name cli
ok '"Handler": "index.handler".*"LastUpdateStatus": "Successful"' lambda get-function-configuration --function-name cli
ok '"FunctionName": "cli"' lambda list-functions --max-items 5
no "Function not found: $arn:absent" lambda get-function --function-name absent
ok '"ConcurrentExecutions": 1000.*"FunctionCount": 2' lambda get-account-settings

# Invoke
ok '"ExecutedVersion": "\$LATEST"' lambda invoke --function-name cli --payload '{}' "$ZIPS/answer.json"
cp "$ZIPS/answer.json" "$out"
tell 0 0 '"word":"one"' the answer of the zip
ok '"LogResult": ' lambda invoke --function-name cli --log-type Tail "$ZIPS/answer.json"
ok '"StatusCode": 204' lambda invoke --function-name cli --invocation-type DryRun "$ZIPS/answer.json"

# Settings
ok '"MemorySize": 256.*"LastUpdateStatus": "InProgress"' lambda update-function-configuration --function-name cli \
  --memory-size 256 --timeout 5 --description larger --ephemeral-storage Size=1024
ok '^$' lambda wait function-updated-v2 --function-name cli
no "ValidationException.*Value '901' at 'timeout'.*less than or equal to 900" \
  lambda update-function-configuration --function-name cli --timeout 901
no 'PreconditionFailedException' lambda update-function-configuration --function-name cli --timeout 9 --revision-id old
no 'Reserved keys used in this request: AWS_REGION' lambda update-function-configuration --function-name cli \
  --environment 'Variables={AWS_REGION=x}'

# Versions and code
ok "\"FunctionArn\": \"$arn:cli:1\"" lambda publish-version --function-name cli --description first
ok '"Version": "1"' lambda publish-version --function-name cli
ok '^$' lambda wait published-version-active --function-name cli --qualifier 1
ok '"LastUpdateStatus"' lambda update-function-code --function-name cli --zip-file "fileb://$ZIPS/two.zip" --dry-run
ok '"Version": "2"' lambda update-function-code --function-name cli --zip-file "fileb://$ZIPS/two.zip" --publish
ok '^$' lambda wait function-updated-v2 --function-name cli
no 'Could not unzip uploaded file' lambda update-function-code --function-name cli --zip-file "fileb://$ZIPS/evil.zip"
no 'ZipFile only' lambda update-function-code --function-name cli --s3-bucket bucket --s3-key key
ok '"Version": "\$LATEST".*"Version": "1".*"Version": "2"' lambda list-versions-by-function --function-name cli

# Aliases
ok "\"AliasArn\": \"$arn:cli:live\"" lambda create-alias --function-name cli --name live --function-version 1
ok '"ExecutedVersion": "1"' lambda invoke --function-name cli:live "$ZIPS/answer.json"
ok '"AdditionalVersionWeights": \{ *"2": 0.5' lambda update-alias --function-name cli --name live \
  --routing-config 'AdditionalVersionWeights={2=0.5}'
ok '"FunctionVersion": "1"' lambda get-alias --function-name cli --name live
ok '"Name": "live"' lambda list-aliases --function-name cli
no 'aliases reference it: \[live\]' lambda delete-function --function-name cli --qualifier 2
ok '"FunctionVersion": "2"' lambda update-alias --function-name cli --name live --function-version 2 --routing-config '{}'
ok '"ExecutedVersion": "2"' lambda invoke --function-name cli --qualifier live "$ZIPS/answer.json"

# Concurrency
ok '"ReservedConcurrentExecutions": 20' lambda put-function-concurrency --function-name cli --reserved-concurrent-executions 20
ok '"ReservedConcurrentExecutions": 20' lambda get-function-concurrency --function-name cli
no "below its minimum value of \[100\]" lambda put-function-concurrency --function-name cli --reserved-concurrent-executions 901
ok '"Status": "IN_PROGRESS"' lambda put-provisioned-concurrency-config --function-name cli --qualifier live \
  --provisioned-concurrent-executions 1
ok '"RequestedProvisionedConcurrentExecutions": 1' lambda get-provisioned-concurrency-config --function-name cli --qualifier live
ok "\"FunctionArn\": \"$arn:cli:live\"" lambda list-provisioned-concurrency-configs --function-name cli
no 'cannot be applied to unpublished function versions' lambda put-provisioned-concurrency-config --function-name cli \
  --qualifier '$LATEST' --provisioned-concurrent-executions 1
ok '^$' lambda delete-provisioned-concurrency-config --function-name cli --qualifier live
no 'No Provisioned Concurrency Config found' lambda get-provisioned-concurrency-config --function-name cli --qualifier live
ok '^$' lambda delete-function-concurrency --function-name cli

# Tags and permissions
ok '^$' lambda tag-resource --resource "$arn:cli" --tags stage=test
ok '"stage": "test".*"team": "a"|"team": "a".*"stage": "test"' lambda list-tags --resource "$arn:cli"
ok '^$' lambda untag-resource --resource "$arn:cli" --tag-keys team stage
ok 'lambda:InvokeFunction' lambda add-permission --function-name cli --statement-id s3 --action lambda:InvokeFunction \
  --principal s3.amazonaws.com --source-account 123456789012
ok 's3.amazonaws.com' lambda get-policy --function-name cli
ok '^$' lambda remove-permission --function-name cli --statement-id s3

# Asynchronous invocations
ok '"StatusCode": 202' lambda invoke --function-name probe --invocation-type Event --payload '{"log":["Needle"]}' "$ZIPS/answer.json"
echo '{}' >"$ZIPS/event.json"
ok '"Status": 202' lambda invoke-async --function-name probe --invoke-args "$ZIPS/event.json"
ok '"MaximumRetryAttempts": 1' lambda put-function-event-invoke-config --function-name probe --maximum-retry-attempts 1
ok '"MaximumEventAgeInSeconds": 60' lambda update-function-event-invoke-config --function-name probe \
  --maximum-event-age-in-seconds 60 --destination-config "OnFailure={Destination=$arn:probe}"
ok "\"MaximumRetryAttempts\": 1.*\"Destination\": \"$arn:probe\"" lambda get-function-event-invoke-config --function-name probe
ok "$arn:probe:.LATEST" lambda list-function-event-invoke-configs --function-name probe
no 'its own functions only' lambda put-function-event-invoke-config --function-name probe \
  --destination-config OnFailure={Destination=arn:aws:sns:us-east-1:123456789012:topic}
ok '^$' lambda delete-function-event-invoke-config --function-name probe
no "doesn.t have an EventInvokeConfig" lambda get-function-event-invoke-config --function-name probe

# Function URLs
ok '"FunctionUrl": "http://127.0.0.1:[0-9]+/"' lambda create-function-url-config --function-name probe --auth-type NONE
no 'FunctionUrlConfig exists' lambda create-function-url-config --function-name probe --auth-type NONE
ok '"AllowOrigins": \[ *"\*" *\]' lambda update-function-url-config --function-name probe --auth-type AWS_IAM --cors 'AllowOrigins=*'
ok '"AuthType": "AWS_IAM"' lambda get-function-url-config --function-name probe
ok "\"FunctionArn\": \"$arn:probe\"" lambda list-function-url-configs --function-name probe
ok '^$' lambda delete-function-url-config --function-name probe
no 'does not exist' lambda get-function-url-config --function-name probe

# CloudWatch Logs
ok 'Needle' logs filter-log-events --log-group-name /aws/lambda/probe --filter-pattern Needle
ok '[0-9a-f]{32} START RequestId: .*REPORT RequestId' logs tail /aws/lambda/probe
ok '"logGroupName": "/aws/lambda/probe"' logs describe-log-groups --log-group-name-prefix /aws/lambda/probe
ok '\[\$LATEST\][0-9a-f]{32}' logs describe-log-streams --log-group-name /aws/lambda/probe --order-by LastEventTime --descending
no 'Invalid character\(s\) in term' logs filter-log-events --log-group-name /aws/lambda/probe --filter-pattern 'a:b'
no 'UnknownOperationException.*StartQuery' logs start-query --log-group-name /aws/lambda/probe --start-time 0 --end-time 1 \
  --query-string 'fields @message'
ok '^$' logs create-log-group --log-group-name /mine
no 'already exists' logs create-log-group --log-group-name /mine
ok '^$' logs put-retention-policy --log-group-name /mine --retention-in-days 7
ok '^$' logs delete-log-group --log-group-name /mine
no 'log group does not exist' logs get-log-events --log-group-name /mine --log-stream-name none

# What is not here
no 'NotImplementedException.*ListLayers' lambda list-layers
no 'CreateEventSourceMapping' lambda create-event-source-mapping --function-name cli \
  --event-source-arn arn:aws:sqs:us-east-1:123456789012:queue

# The end
ok '^$' lambda delete-alias --function-name cli --name live
ok '^$' lambda delete-function --function-name cli --qualifier 2
ok '^$' lambda delete-function --function-name cli
no "Function not found: $arn:cli" lambda get-function --function-name cli

echo "1..$calls"

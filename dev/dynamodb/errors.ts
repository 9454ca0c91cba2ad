/** An error in DynamoDB's format, so that the AWS SDK throws the right class. */
export class DynamoError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    private readonly details: object = {},
  ) {
    super(message)
  }

  static from({ __type = '', message, Message }: ErrorBody): DynamoError {
    return new DynamoError(__type.split('#')[1] ?? __type, message ?? Message ?? '')
  }

  get body(): object {
    return {
      __type: `com.amazonaws.dynamodb.v20120810#${this.name}`,
      // With `CancellationReasons`, DynamoDB spells it with a capital M.
      Message: this.message,
      message: this.message,
      ...this.details,
    }
  }
}

type ErrorBody = { __type?: string; message?: string; Message?: string }
